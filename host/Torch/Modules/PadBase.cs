// What the padding layers share.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Pads the last dimensions: pairs of before and after, the last dimension first.</summary>
public abstract class PadBase : ParameterLessModule<Tensor, Tensor>
{
    private readonly PaddingModes _mode;

    private protected PadBase(string name, PaddingModes mode, double value, int dimensions, params long[] padding)
        : base(name)
    {
        _mode = mode;
        this.value = value;
        this.padding = padding.Length == 1 ? [.. Enumerable.Repeat(padding[0], 2 * dimensions)] : padding;
    }

    public long[] padding { get; set; }

    public double value { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.pad(input, padding, _mode, value);
}
