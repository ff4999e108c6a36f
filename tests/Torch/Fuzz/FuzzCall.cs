// One fuzzed call: which operator, with which arguments, all from a seed and the call's number. Most arguments are such that the
// operator gets far, because checks that refuse at once find nothing.
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

/// <summary>An operator and its arguments; tensors are descriptions.</summary>
internal sealed class FuzzCall
{
    private static readonly long[] s_extremes = [long.MinValue, long.MaxValue, int.MinValue, int.MaxValue, 1L << 32, -1, 1L << 40, 1L << 62, 100_000, -7];
    private static readonly ScalarType[] s_types = [ScalarType.Float32, ScalarType.Float32, ScalarType.Float32, ScalarType.Float32, ScalarType.Float64, ScalarType.Int64, ScalarType.Int64, ScalarType.Int32,
        ScalarType.Bool, ScalarType.Byte, ScalarType.BFloat16, ScalarType.Float16, ScalarType.ComplexFloat32, ScalarType.Int8, ScalarType.Int16];

    private readonly FuzzDice _dice;
    private readonly int _mood;
    private readonly long[] _shape;
    private readonly ScalarType _type;
    private readonly bool _wild;
    private readonly int _cells;

    private FuzzCall(FuzzSchema schema, long seed, long index)
    {
        _dice = new FuzzDice(seed, index);
        Schema = schema;
        _mood = _dice.Below(6);
        _wild = _dice.OneIn(3);
        _type = _dice.Of(s_types);
        _cells = 1 + _dice.Below(4);
        _shape = _mood switch
        {
            0 => Sizes(_dice.Below(6)),
            1 => [_cells, _cells],
            2 => [2, 4, 7, 7],
            3 => [_dice.Below(3) + 1, _cells, _cells],
            4 => [_cells],
            _ => Sizes(1 + _dice.Below(4)),
        };
        Backward = _dice.OneIn(3);
        // A trailing default is often left to the schema.
        var count = schema.Parameters.Count;
        while (count > 0 && schema.Parameters[count - 1].HasDefault && _dice.OneIn(3))
            count--;
        Arguments = [.. schema.Parameters.Take(count).Select(Argument)];
    }

    public FuzzSchema Schema { get; }

    public IReadOnlyList<object?> Arguments { get; }

    /// <summary>Whether the results are differentiated too.</summary>
    public bool Backward { get; }

    public static FuzzCall At(IReadOnlyList<FuzzSchema> operators, long seed, long index) => new(operators[(int)(index % operators.Count)], seed, index);

    /// <summary>Makes the tensors and calls the operator; the caller opens a scope.</summary>
    public void Make()
    {
        var results = ops.call(Schema.Name, [.. Arguments.Select(Real)]);
        if (!Backward)
            return;
        foreach (var result in results)
        {
            if (result is Tensor { requires_grad: true } root && root.grad_fn is not null)
                root.sum().abs().backward();
        }
    }

    public override string ToString() => $"{Schema.Name}({string.Join(", ", Schema.Parameters.Zip(Arguments, (parameter, value) => $"{parameter.Name}: {Text(value)}"))}){(Backward ? " and backward" : "")}";

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        System.Collections.IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Text))}]",
        _ when ReferenceEquals(value, ops.Default) => "default",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static object? Real(object? value) => value switch
    {
        FuzzTensor described => described.Make(),
        List<FuzzTensor?> list => list.ConvertAll(described => described?.Make()),
        _ => value,
    };

    private object? Argument(FuzzParameter parameter)
    {
        if (parameter.HasDefault && _dice.OneIn(3))
            return ops.Default;
        if (parameter.Optional && _dice.OneIn(3))
            return null;
        if (_dice.OneIn(400))
            return null;
        if (!parameter.List)
            return One(parameter);
        var length = _mood == 2 ? _dice.Of(1, 2, 2, 2, 3) : _dice.Below(5);
        return parameter.Type switch
        {
            "Tensor" or "Tensor?" => Enumerable.Range(0, length).Select(_ => parameter.Type == "Tensor?" && _dice.OneIn(3) || _dice.OneIn(200) ? null : Described(parameter.Name)).ToList(),
            "int" or "SymInt" => Enumerable.Range(0, length).Select(_ => Whole(parameter.Name)).ToArray(),
            "float" => Enumerable.Range(0, length).Select(_ => Real()).ToArray(),
            "bool" => Enumerable.Range(0, _dice.OneIn(4) ? length : 3).Select(_ => _dice.OneIn(2)).ToArray(),
            "Scalar" => Enumerable.Range(0, length).Select(_ => Number()).ToArray(),
            _ => null,
        };
    }

    private object? One(FuzzParameter parameter) => parameter.Type switch
    {
        "Tensor" => Described(parameter.Name),
        "int" or "SymInt" => Whole(parameter.Name),
        "ScalarType" => Whole("dtype"),
        "Layout" => Whole("layout"),
        "MemoryFormat" => Whole("memory_format"),
        "float" => Real(),
        "Scalar" => Number(),
        "bool" => _dice.OneIn(2),
        "str" => _dice.Of("mean", "sum", "none", "ij", "linear", "reflect", "floor", "trunc", "lower", "L", "V", "ij,jk->ik", "bilinear", "", "fro", "nuc", "circular", "constant", "b...->...", "é"),
        "Device" => _dice.Of(CPU, CPU, CPU, META, CUDA, new Device(DeviceType.CUDA, 7), new Device(DeviceType.XLA), new Device(DeviceType.CPU, 3), new Device((DeviceType)19), new Device(DeviceType.MKLDNN)),
        _ => null,
    };

    private long Whole(string name)
    {
        if (_wild && _dice.OneIn(8))
            return _dice.Of(s_extremes);
        return name switch
        {
            "dim" or "dim0" or "dim1" or "axis" or "start_dim" or "end_dim" => _dice.Below(7) - 3,
            "dtype" or "out_dtype" => _dice.OneIn(20) ? _dice.Of(s_extremes) : _dice.Below(18),
            "layout" => _dice.OneIn(20) ? _dice.Of(s_extremes) : _dice.Below(6),
            "memory_format" => _dice.OneIn(20) ? _dice.Of(s_extremes) : _dice.Below(5),
            "reduction" => _dice.Below(4),
            "groups" => _dice.Of(1, 1, 2, 0),
            "size" or "sizes" or "shape" or "output_size" => _dice.Of(1, 2, 3, 4, 7, 0, -1),
            _ => _dice.Of(0, 1, 1, 2, 2, 3, 3, 4, 5, 7, -1, -2),
        };
    }

    private double Real() => _wild && _dice.OneIn(6) ? _dice.Of(double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300, -1e-300, -1.0, 1e18) : _dice.Of(0.0, 0.1, 0.5, 0.9, 1.0, 2.0);

    private Scalar Number() => _dice.Below(3) switch { 0 => Whole(""), 1 => Real(), _ => _dice.OneIn(8) ? _dice.OneIn(2) : _dice.Below(4) };

    private FuzzTensor Described(string name)
    {
        var sizes = _dice.Below(8) switch
        {
            0 => Sizes(_dice.Below(5)),
            1 => _shape.Length > 1 ? _shape[1..] : _shape,
            2 when _mood != 0 => [_shape[^1]],
            _ when _mood == 2 && name is "weight" => [4, 4, 3, 3],
            _ when _mood == 2 && name is "bias" or "running_mean" or "running_var" => [4],
            _ => _shape,
        };
        var type = _dice.OneIn(5) ? _dice.Of(s_types) : _type;
        if ((name.Contains("ind", StringComparison.Ordinal) || name is "target" or "offsets" or "lengths" or "batch_sizes") && !_dice.OneIn(4))
            type = ScalarType.Int64;
        if (name.Contains("mask", StringComparison.Ordinal) && !_dice.OneIn(4))
            type = ScalarType.Bool;
        var form = _dice.Below(40) switch
        {
            0 or 1 or 2 => FuzzForm.Transposed,
            3 or 4 => FuzzForm.Expanded,
            5 or 6 => FuzzForm.Sliced,
            7 => FuzzForm.Sparse,
            8 => FuzzForm.Meta,
            9 => FuzzForm.Quantized,
            10 when _dice.OneIn(2) => FuzzForm.Mkldnn,
            11 when _dice.OneIn(2) => FuzzForm.Disposed,
            _ => FuzzForm.Dense,
        };
        var scale = _dice.Below(10) switch { 0 => 0.0, 1 => 100.0, 2 => 1e6, 3 or 4 => 3.0, _ => 1.5 };
        return new FuzzTensor(sizes, type, form, _dice.OneIn(4), scale, (int)(_dice.Next() & 0xffff));
    }

    private long[] Sizes(int rank)
    {
        var sizes = new long[rank];
        for (var i = 0; i < rank; i++)
            sizes[i] = _dice.Of(1, 2, 2, 3, 3, 4, 5, 0);
        return sizes;
    }
}
