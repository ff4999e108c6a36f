// A small model with one of each kind of module that LoRA can stand on.
using System.Text.Json.Nodes;
using PluginHost.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.Tests.Plugins.LowRank;

/// <summary>An embedding, two layers of projections either way round, a norm and a convolution; smooth, in float64 when asked for.</summary>
internal sealed class TinyModel : Model
{
    private readonly nn.Module<Tensor, Tensor> embed_tokens = nn.Embedding(7, 6);
    private readonly ModuleList<Layer> layers = new(new Layer(), new Layer());
    private readonly nn.Module<Tensor, Tensor> norm = nn.LayerNorm(6);
    private readonly nn.Module<Tensor, Tensor> convolution = nn.Conv2d(1, 2, 3, padding: 1);

    public TinyModel(ScalarType type = ScalarType.Float64) : base("tiny")
    {
        RegisterComponents();
        using var frozen = no_grad();
        using var generator = new Generator(5);
        foreach (var parameter in parameters()) parameter.normal_(0, 0.5, generator);
        this.to(type);
        eval();
    }

    public override int HiddenSize => 6;

    public override IReadOnlyList<string> DefaultTargets => ["q_proj"];

    public override JsonObject ToConfig() => [];

    public static Batch Ids => new() { [Fields.InputIds] = tensor(new long[] { 0, 3, 6, 2, 2, 1 }, [2, 3]) };

    public Tensor Run() => forward(Ids)[Fields.LastHiddenState];

    protected override Outputs Encode(Batch batch)
    {
        var hidden = embed_tokens.call(batch[Fields.InputIds]);
        foreach (var layer in layers) hidden = layer.call(hidden);
        hidden = norm.call(hidden);
        return new Outputs(batch) { [Fields.LastHiddenState] = convolution.call(hidden.unsqueeze(1)) };
    }

    private sealed class Layer : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> q_proj = nn.Linear(6, 6);
        private readonly nn.Module<Tensor, Tensor> c_fc = new Conv1D(6, 10);
        private readonly nn.Module<Tensor, Tensor> o_proj = nn.Linear(10, 6, hasBias: false);

        public Layer() : base("layer") => RegisterComponents();

        public override Tensor forward(Tensor input) => input + o_proj.call(c_fc.call(q_proj.call(input)).tanh());
    }
}
