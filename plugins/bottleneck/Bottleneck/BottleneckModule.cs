// A block's last projection with a bottleneck behind it.
using PluginHost.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.Bottleneck;

/// <summary>y + U σ(D y + b) + c, where y is what the wrapped module gives.</summary>
internal sealed class BottleneckModule : AdaptedModule
{
    private readonly Func<Tensor, Tensor> _activation;
    private readonly Parameter _downWeight;
    private readonly Parameter _downBias;
    private readonly Parameter _upWeight;
    private readonly Parameter _upBias;

    public BottleneckModule(NamedModule target, long width, BottleneckOptions options, Generator generator) : base("bottleneck", target.Module)
    {
        (Path, _activation) = (target.Path, Activations.Get(options.Activation));
        var inner = Math.Max(1, (long)(width / options.ReductionFactor));
        var device = target.Base.parameters().FirstOrDefault()?.device ?? CPU;
        register_parameter("down_weight", _downWeight = Place(Initial.Normal([inner, width], 0.02, generator)));
        register_parameter("down_bias", _downBias = Place(zeros(inner)));
        register_parameter("up_weight", _upWeight = Place(zeros(width, inner)));
        register_parameter("up_bias", _upBias = Place(zeros(width)));

        Parameter Place(Tensor values)
        {
            using var placed = values.to(device);
            return new Parameter(placed);
        }
    }

    /// <summary>The path of the module that is wrapped.</summary>
    public string Path { get; }

    /// <summary>Its parameters by AdapterHub's names, behind the path.</summary>
    public IEnumerable<KeyValuePair<string, Parameter>> Stored =>
    [
        KeyValuePair.Create($"{Path}.adapter_down.0.weight", _downWeight),
        KeyValuePair.Create($"{Path}.adapter_down.0.bias", _downBias),
        KeyValuePair.Create($"{Path}.adapter_up.weight", _upWeight),
        KeyValuePair.Create($"{Path}.adapter_up.bias", _upBias),
    ];

    public override Tensor forward(Tensor input)
    {
        var output = BaseLayer.call(input);
        if (!Active) return output;
        // A base in half precision under an adapter in full: the bottleneck is computed in its own.
        var own = output.dtype == _downWeight.dtype ? output : output.to(_downWeight.dtype);
        var change = nn.functional.linear(_activation(nn.functional.linear(own, _downWeight, _downBias)), _upWeight, _upBias);
        return output + (change.dtype == output.dtype ? change : change.to(output.dtype));
    }
}
