// What the convolutions share: weight, bias, and their first values.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A convolution over any number of spatial dimensions. Parameters: weight (out, in / groups, kernel…), bias (out).</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    private readonly PaddingModes _mode;
    private readonly Padding? _named;
    private Parameter _weight;
    private Parameter? _bias;

    private protected Convolution(string name, long inputs, long outputs, long[] kernel, long[] stride, long[] padding, long[] dilation, PaddingModes mode, long groups, bool bias, bool transposed, Device? device, ScalarType? dtype, Padding? named = null)
        : base(name)
    {
        if (groups < 1 || inputs % groups != 0 || outputs % groups != 0)
            throw new ArgumentException($"{name}: {inputs} inputs and {outputs} outputs are no multiples of {groups} groups.", nameof(groups));
        if (named == Padding.Same && stride.Any(extent => extent != 1))
            throw new ArgumentException($"{name}: padding Same needs a stride of 1.", nameof(stride));
        in_channels = inputs;
        out_channels = outputs;
        kernel_size = kernel;
        this.stride = stride;
        this.padding = padding;
        this.dilation = dilation;
        this.groups = groups;
        _mode = mode;
        _named = named;
        long[] shape = transposed ? [inputs, outputs / groups, .. kernel] : [outputs, inputs / groups, .. kernel];
        _weight = new Parameter(empty(shape, dtype, device));
        nn.init.kaiming_uniform_(_weight, Math.Sqrt(5));
        register_parameter("weight", _weight);
        if (bias)
        {
            var (fanIn, _) = nn.init.CalculateFanInAndFanOut(_weight);
            var bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
            _bias = new Parameter(empty(outputs, dtype, device));
            nn.init.uniform_(_bias, -bound, bound);
            register_parameter("bias", _bias);
        }
    }

    public long in_channels { get; }

    public long out_channels { get; }

    public long[] kernel_size { get; }

    public long[] stride { get; }

    public long[] padding { get; }

    public long[] dilation { get; }

    public long groups { get; }

    public PaddingModes padding_mode => _mode;

    public Parameter weight
    {
        get => _weight;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            register_parameter("weight", value);
            _weight = value;
        }
    }

    public Parameter? bias
    {
        get => _bias;
        set
        {
            register_parameter("bias", value);
            _bias = value;
        }
    }

    // Padding other than zeros is put around the input first.
    private protected Tensor Padded(Tensor input, out long[] left)
    {
        var spatial = kernel_size.Length;
        var before = new long[spatial];
        var after = new long[spatial];
        for (var d = 0; d < spatial; d++)
        {
            var total = _named == Padding.Same ? dilation[d] * (kernel_size[d] - 1) : _named == Padding.Valid ? 0 : 2 * padding[d];
            before[d] = total / 2;
            after[d] = total - before[d];
        }
        left = new long[spatial];
        if (_mode == PaddingModes.Zeros && before.AsSpan().SequenceEqual(after))
        {
            left = before;
            return input;
        }
        if (before.All(extent => extent == 0) && after.All(extent => extent == 0))
            return input;
        var pairs = new List<long>();
        for (var d = spatial - 1; d >= 0; d--)
            pairs.AddRange([before[d], after[d]]);
        return nn.functional.pad(input, [.. pairs], _mode);
    }

    private protected static long[] Repeat(long value, int times) => [.. Enumerable.Repeat(value, times)];

    private protected static long[] List((long, long) pair) => [pair.Item1, pair.Item2];
}
