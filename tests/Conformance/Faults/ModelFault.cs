// An embedding and a projection that break the contract of a model in one way, or in none.
using System.Text.Json.Nodes;
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost.Tests.Conformance;

internal sealed class ModelFault : Model
{
    public static readonly (string Fault, string Check, string Says)[] All =
    [
        ("large", "it is small as it is verified", "Let the plugin's class implement IVerifiable"),
        ("pooled", "it gives hidden states", "since HiddenSize is 8, and is [3, 8]"),
        ("unseeded", "a seed gives the same weights and outputs", "of two models with one seed should be the same bit for bit"),
        ("unregistered", "what is saved is read back", "The outputs of a model and of the one that was read back from its files"),
        ("dead", "gradients reach every parameter", "\"dead\" should get a gradient, and gets none"),
        ("mixes-rows", "a row does not see the other rows", "Row 0 alone and among 3 rows"),
        ("sees-padding", "padding changes nothing", "that \"attention_mask\" marks as padding"),
        ("float32", "it works without gradients and in bfloat16", "only float32"),
    ];

    private const int Width = 8, Ids = 64;

    private readonly string _fault;
    private readonly Parameter _embedding, _projection;
    private readonly torch.Tensor? _unregistered;

    public ModelFault(string fault, ModelContext context) : base("trial")
    {
        _fault = fault;
        using var generator = new torch.Generator(fault == "unseeded" ? Random.Shared.NextInt64(1 << 30) : context.Seed, torch.CPU);
        Parameter Drawn(long rows) => new(torch.empty(rows, Width).normal_(0, 1, generator));
        register_parameter("embedding", _embedding = Drawn(fault == "large" ? 1_000_000 : Ids));
        register_parameter("projection", _projection = Drawn(Width));
        if (fault == "dead") register_parameter("dead", Drawn(1));
        if (fault == "unregistered") _unregistered = torch.empty(Width).normal_(0, 1, generator).DetachFromDisposeScope();
    }

    public override int HiddenSize => Width;

    public override int VocabularySize => Ids;

    public override JsonObject ToConfig() => new() { ["model_type"] = "trial" };

    protected override Outputs Encode(Batch batch)
    {
        var hidden = torch.nn.functional.linear(torch.nn.functional.embedding(batch[Fields.InputIds], _embedding), _projection);
        if (_fault == "float32" && hidden.dtype != torch.float32) throw new NotSupportedException("only float32");
        if (_unregistered is not null) hidden = hidden + _unregistered;
        hidden = _fault switch
        {
            "pooled" => hidden.mean([1]),
            "mixes-rows" => hidden - hidden.mean([0], keepdim: true),
            "sees-padding" => hidden + hidden.mean([1], keepdim: true),
            _ => hidden,
        };
        return new Outputs(batch) { [Fields.LastHiddenState] = hidden };
    }
}
