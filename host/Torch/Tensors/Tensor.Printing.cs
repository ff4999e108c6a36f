// Tensors as text: a line that says what it is, and the values.
using System.Globalization;
using System.Text;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private const int EdgeItems = 3;
        private const int Threshold = 1000;

        /// <summary>What the tensor is: "[2x3], type = Float32, device = cpu".</summary>
        public override string ToString()
        {
            if (IsInvalid)
                return "a disposed tensor";
            return $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";
        }

        /// <summary>The values too when <paramref name="disamb"/> is true.</summary>
        public string ToString(bool disamb, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            disamb ? str(fltFormat, width, newLine, cultureInfo) : ToString();

        /// <summary>What the tensor is and its values; of a large one the first and last three along each dimension.</summary>
        public string str(string? fltFormat = "g5", int? width = 100, string? newLine = "\n", CultureInfo? cultureInfo = null)
        {
            using var scope = NewDisposeScope();
            using var grad = no_grad();
            var text = new StringBuilder(ToString());
            text.Append(newLine);
            var extents = shape;
            var summarize = numel() > Threshold;
            // Only what is shown is brought from the device.
            var shown = detach();
            var kept = new bool[extents.Length];
            for (var d = 0; d < extents.Length; d++)
            {
                kept[d] = !summarize || extents[d] <= 2 * EdgeItems;
                if (!kept[d])
                    shown = cat([shown.narrow(d, 0, EdgeItems), shown.narrow(d, extents[d] - EdgeItems, EdgeItems)], d);
            }
            var culture = cultureInfo ?? CultureInfo.InvariantCulture;
            string[] cells = is_complex() ? [.. Complex(shown, fltFormat ?? "g5", culture)]
                : is_integral() ? [.. (dtype == ScalarType.Bool ? shown.ToArray<bool>().Select(value => value ? "true" : "false") : shown.to(ScalarType.Int64).ToArray<long>().Select(value => value.ToString(culture)))]
                : [.. shown.to(ScalarType.Float64).ToArray<double>().Select(value => value.ToString(fltFormat ?? "g5", culture))];
            var pad = cells.Length == 0 ? 0 : cells.Max(cell => cell.Length);
            var next = 0;
            Write(text, cells, shown.shape, kept, 0, pad, ref next, newLine ?? "\n", width ?? 100);
            return text.ToString();
        }

        private static IEnumerable<string> Complex(Tensor tensor, string format, CultureInfo culture)
        {
            var parts = tensor.resolve_conj().view_as_real().to(ScalarType.Float64).ToArray<double>();
            for (var i = 0; i < parts.Length; i += 2)
                yield return parts[i].ToString(format, culture) + (parts[i + 1] < 0 ? "-" : "+") + Math.Abs(parts[i + 1]).ToString(format, culture) + "i";
        }

        private static void Write(StringBuilder text, string[] cells, long[] shape, bool[] kept, int dimension, int pad, ref int next, string newLine, int width)
        {
            if (dimension == shape.Length)
            {
                text.Append(shape.Length == 0 ? cells[next++] : cells[next++].PadLeft(pad));
                return;
            }
            text.Append('[');
            var last = dimension == shape.Length - 1;
            var column = dimension + 1;
            for (var i = 0; i < shape[dimension]; i++)
            {
                if (i > 0)
                {
                    text.Append(last ? " " : newLine + new string(' ', dimension + 1));
                    if (!kept[dimension] && i == EdgeItems)
                        text.Append(last ? "... " : "..." + newLine + new string(' ', dimension + 1));
                    if (last && (column += pad + 1) + pad > width)
                    {
                        text.Append(newLine).Append(' ', dimension + 1);
                        column = dimension + 1;
                    }
                }
                Write(text, cells, shape, kept, dimension + 1, pad, ref next, newLine, width);
            }
            text.Append(']');
        }

        /// <summary>Writes the values to the console and gives the tensor back.</summary>
        public Tensor print(string? fltFormat = "g5", int? width = 100, string? newLine = "\n", CultureInfo? cultureInfo = null)
        {
            Console.WriteLine(str(fltFormat, width, newLine, cultureInfo));
            return this;
        }
    }
}
