// The trained keys and values of a prefix, as they are or as a small network computes them.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.Prompts;

/// <summary>
/// Keys and values of the virtual positions, [tokens, layers · 2 · key width]: a table, or W₂ tanh(W₁ e + b₁) + b₂ over a smaller table e.
/// Tables are drawn from a standard normal distribution and projections as torch draws a linear layer's, as in PEFT.
/// </summary>
internal sealed class Prefix : nn.Module
{
    private readonly long _width;
    private Parameter? _table;
    private (Parameter Embedding, Parameter DownWeight, Parameter DownBias, Parameter UpWeight, Parameter UpBias)? _network;

    public Prefix(PrefixTuningOptions options, AttentionLayout layout, long seed) : base(nameof(Prefix))
    {
        var keys = (long)layout.KeyValueHeads * layout.HeadDimension;
        _width = layout.Layers * 2 * keys;
        using var generator = new Generator(seed);
        if (!options.Projection)
        {
            register_parameter("table", _table = new Parameter(randn([options.VirtualTokens, _width], generator: generator)));
            return;
        }

        var inner = options.ProjectionWidth ?? keys;
        register_parameter("embedding", Normal(options.VirtualTokens, keys));
        register_parameter("down_weight", Uniform([inner, keys], keys));
        register_parameter("down_bias", Uniform([inner], keys));
        register_parameter("up_weight", Uniform([_width, inner], inner));
        register_parameter("up_bias", Uniform([_width], inner));
        _network = (get_parameter("embedding")!, get_parameter("down_weight")!, get_parameter("down_bias")!, get_parameter("up_weight")!, get_parameter("up_bias")!);

        Parameter Normal(long rows, long columns) => new(randn([rows, columns], generator: generator));

        Parameter Uniform(long[] shape, long inputs)
        {
            var bound = 1 / Math.Sqrt(inputs);
            return new Parameter(empty(shape).uniform_(-bound, bound, generator));
        }
    }

    /// <summary>[tokens, layers · 2 · key width], layer by layer, keys before values, head by head.</summary>
    public Tensor Compute() => _network is { } network
        ? nn.functional.linear(tanh(nn.functional.linear(network.Embedding, network.DownWeight, network.DownBias)), network.UpWeight, network.UpBias)
        : _table!;

    /// <summary>Takes keys and values as they are. They have no network any more: a file does not hold the one that computed them.</summary>
    public void Take(Tensor values)
    {
        if (_table is null)
        {
            foreach (var (name, _) in named_parameters(recurse: false).ToList()) register_parameter(name, null);
            using var placed = values.to(ScalarType.Float32).to(_network!.Value.UpWeight.device);
            _network = null;
            register_parameter("table", _table = new Parameter(placed.clone()));
            return;
        }

        using var frozen = no_grad();
        _table.copy_(values);
    }
}
