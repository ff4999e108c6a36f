// Writes a tensor's values as text, after the long dimensions were cut to their ends.
using System.Globalization;
using System.Numerics;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

internal sealed class TensorText
{
    private readonly Tensor _tensor;
    private readonly TensorStringStyle _style;
    private readonly string _format;
    private readonly int _width;
    private readonly CultureInfo _culture;
    private readonly string _newLine;
    private readonly StringBuilder _text = new();
    private readonly long[] _shape;
    private readonly int[] _cutAt;
    private readonly string[] _cells;
    private int _next;

    internal TensorText(Tensor tensor, TensorStringStyle style, string format, int width, CultureInfo culture, string newLine)
    {
        (_tensor, _style, _format, _width, _culture, _newLine) = (tensor, style, format, width, culture, newLine);
        // Only what is shown is brought from the device.
        var shown = tensor.detach();
        var extents = tensor.shape;
        _cutAt = new int[extents.Length];
        for (var d = 0; d < extents.Length; d++)
        {
            var last = d == extents.Length - 1;
            // A cell and the space after it take two places at least, so a line has no more of them than half its width.
            var most = style != TensorStringStyle.Julia ? (last ? PrintColumns : PrintRows) : last ? width : int.MaxValue;
            _cutAt[d] = -1;
            if (extents[d] <= most)
                continue;
            _cutAt[d] = most - most / 2;
            shown = cat([shown.narrow(d, 0, _cutAt[d]), shown.narrow(d, extents[d] - most / 2, most / 2)], d);
        }
        _shape = shown.shape;
        _cells = [.. Cells(shown.resolve_conj().cpu().contiguous())];
    }

    internal string Write()
    {
        switch (_style)
        {
            case TensorStringStyle.Numpy:
                Nested(0, '[', ']', "");
                return _text.ToString();
            case TensorStringStyle.CSharp:
                Braces();
                return _text.ToString();
            default:
                Columns();
                return _text.ToString();
        }
    }

    // Julia's look: a line per row, and before every matrix a heading that says where it stands.
    private void Columns()
    {
        _text.Append(_tensor.ToString());
        if (_shape.Length == 0)
        {
            _text.Append(", value = ").Append(_cells[0]);
            return;
        }
        if (_shape.Length <= 2)
        {
            _text.Append(_newLine);
            Matrix(_shape.Length == 1 ? 1 : _shape[0], 0);
            return;
        }
        var rows = _shape[^2];
        var matrices = _shape[..^2].Aggregate(1L, (product, extent) => product * extent);
        for (long m = 0; m < matrices; m++)
        {
            var position = new long[_shape.Length - 2];
            for (var (d, rest) = (position.Length - 1, m); d >= 0; rest /= _shape[d], d--)
                position[d] = rest % _shape[d];
            _text.Append(_newLine).Append('[').AppendJoin(',', position).Append(",..,..] =").Append(_newLine);
            Matrix(rows, (int)(m * rows * _shape[^1]));
        }
    }

    private void Matrix(long rows, int start)
    {
        var columns = (int)_shape[^1];
        var fitting = columns;
        for (var r = 0; r < rows; r++)
        {
            var left = _width;
            var count = 0;
            for (; count < fitting && left - _cells[start + r * columns + count].Length >= 4; count++)
                left -= _cells[start + r * columns + count].Length + 1;
            fitting = count;
        }
        var widths = new int[fitting];
        for (var c = 0; c < fitting; c++)
            for (var r = 0; r < rows; r++)
                widths[c] = Math.Max(widths[c], _cells[start + r * columns + c].Length);
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < fitting; c++)
                _text.Append(' ').Append(_cells[start + r * columns + c].PadLeft(widths[c]));
            _text.Append(fitting < columns ? " ..." : "").Append(_newLine);
        }
    }

    private void Braces()
    {
        _text.Append(_tensor.ToString()).Append(", value = ");
        if (_shape.Length == 0)
        {
            _text.Append(_cells[0]);
            return;
        }
        var (name, suffix) = _tensor.dtype switch
        {
            ScalarType.Bool => ("bool", ""),
            ScalarType.Byte => ("byte", ""),
            ScalarType.Int8 => ("sbyte", ""),
            ScalarType.Int16 => ("short", ""),
            ScalarType.Int32 => ("int", ""),
            ScalarType.Int64 => ("long", "L"),
            ScalarType.Float32 => ("float", "f"),
            ScalarType.Float64 => ("double", ""),
            ScalarType.Float16 => ("float16", "f"),
            ScalarType.ComplexFloat32 => ("complex32", ""),
            ScalarType.ComplexFloat64 => ("complex64", ""),
            var other => (ScalarTypes.Name(other), "f"),
        };
        var several = _shape.Length > 1;
        _text.Append(several ? _newLine : "").Append(name).Append(" [").Append(',', _shape.Length - 1).Append("] ");
        if (several)
            _text.Append('{').Append(_newLine).Append(' ');
        Nested(0, '{', '}', suffix, bare: several);
        if (several)
            _text.Append(_newLine).Append('}');
    }

    // Brackets within brackets; bare leaves out the outermost pair.
    private void Nested(int dimension, char open, char close, string suffix, bool bare = false)
    {
        if (dimension == _shape.Length)
        {
            _text.Append(_cells[_next++]).Append(suffix);
            return;
        }
        var last = dimension == _shape.Length - 1;
        var braces = open == '{';
        // A blank line more for every dimension further out, except between braces, where a comma tells them apart.
        var line = braces ? _newLine : string.Concat(Enumerable.Repeat(_newLine, _shape.Length - 1 - dimension));
        if (!bare)
            _text.Append(open);
        for (var i = 0; i < _shape[dimension]; i++)
        {
            if (i > 0 && last)
                _text.Append(i == _cutAt[dimension] ? ", ... " : ", ");
            else if (i > 0)
            {
                _text.Append(braces ? "," : "").Append(line);
                if (i == _cutAt[dimension])
                    _text.Append(' ', dimension).Append(" ...").Append(line);
                _text.Append(' ', dimension + 1);
            }
            Nested(dimension + 1, open, close, suffix);
        }
        if (!bare)
            _text.Append(close);
    }

    private IEnumerable<string> Cells(Tensor shown) => shown.dtype switch
    {
        ScalarType.Bool => shown.ToArray<bool>().Select(value => value.ToString(_culture)),
        ScalarType.ComplexFloat32 => shown.ToArray<(float, float)>().Select(value => Written(value.Item1.ToString(_format, _culture), value.Item2.ToString(_format, _culture), value.Item1, value.Item2)),
        ScalarType.ComplexFloat64 => shown.ToArray<Complex>().Select(value => Written(value.Real.ToString(_format, _culture), value.Imaginary.ToString(_format, _culture), value.Real, value.Imaginary)),
        ScalarType.Float64 => shown.ToArray<double>().Select(value => value.ToString(_format, _culture)),
        var type when is_integral(type) => shown.to(ScalarType.Int64).ToArray<long>().Select(value => value.ToString(_culture)),
        _ => shown.to(ScalarType.Float32).ToArray<float>().Select(value => value.ToString(_format, _culture)),
    };

    // A part that is zero is left out, as in 3i and 2.
    private static string Written(string real, string imaginary, double realPart, double imaginaryPart)
    {
        if (imaginaryPart == 0)
            return real;
        return realPart == 0 ? imaginary + "i" : real + (imaginary.StartsWith('-') ? "" : "+") + imaginary + "i";
    }
}
