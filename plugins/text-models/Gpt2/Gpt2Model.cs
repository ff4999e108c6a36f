// The architecture "gpt2" (Radford et al. 2019), with the names of Hugging Face's files.
using System.Text.Json.Nodes;
using PluginHost.Layers;
using TorchSharp;

namespace PluginHost.TextModels;

/// <summary>GPT-2: a pre-norm decoder-only transformer with learned positions.</summary>
internal sealed class Gpt2Model : Model, IGenerativeModel
{
    private readonly Gpt2Transformer transformer;
    private readonly Gpt2Options _options;

    /// <summary>A model with fresh weights.</summary>
    public Gpt2Model(Gpt2Options options, int vocabulary, long seed) : base("gpt2")
    {
        (_options, VocabularySize) = (options, vocabulary);
        using var generator = Initial.Generator(seed);
        transformer = new Gpt2Transformer(options, vocabulary, generator);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int HiddenSize => _options.Width;

    /// <inheritdoc/>
    public override int VocabularySize { get; }

    /// <inheritdoc/>
    public override int? MaximumPositions => _options.Context;

    /// <inheritdoc/>
    public override string BackbonePrefix => "transformer";

    /// <inheritdoc/>
    public override torch.nn.Module<torch.Tensor, torch.Tensor> InputEmbeddings => transformer.TokenEmbeddings;

    /// <inheritdoc/>
    public override AttentionLayout Attention => new(_options.Layers, _options.Heads, _options.Heads, _options.Width / _options.Heads);

    /// <inheritdoc/>
    public override IReadOnlyList<string> DefaultTargets => ["c_attn"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ResidualOutputs => ["attn.c_proj", "mlp.c_proj"];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> TiedNames => _options.TieEmbeddings
        ? new Dictionary<string, string> { ["lm_head.weight"] = "transformer.wte.weight" }
        : new Dictionary<string, string>();

    /// <summary>Makes a model from its options; sizes and ids that they leave open are the tokenizer's.</summary>
    public static Gpt2Model Create(Gpt2Options options, ModelContext context)
    {
        var ids = context.Tokenizer?.SpecialIds;
        return new Gpt2Model(options with
        {
            BeginId = options.BeginId ?? Find(ids, "bos"),
            EndId = options.EndId ?? Find(ids, "eos"),
            PadId = options.PadId ?? Find(ids, "pad"),
        }, Vocabulary.Size(options.Vocabulary, context, "gpt2"), context.Seed);
    }

    /// <inheritdoc/>
    public override HeadPlacement PlaceHead(string head) => head switch
    {
        "language-modeling" => new HeadPlacement("lm_head", Pooling.Last, Bias: false)
        {
            ClassName = "GPT2LMHeadModel",
            Tied = _options.TieEmbeddings,
            InitializerRange = _options.InitializerRange,
        },
        "sequence-classification" => new HeadPlacement("score", Pooling.Last, Bias: false)
        {
            ClassName = "GPT2ForSequenceClassification",
            InitializerRange = _options.InitializerRange,
        },
        "token-classification" => new HeadPlacement("classifier", Pooling.Last, Bias: true, Dropout: 0.1)
        {
            ClassName = "GPT2ForTokenClassification",
            InitializerRange = _options.InitializerRange,
        },
        _ => base.PlaceHead(head),
    };

    /// <inheritdoc/>
    public override JsonObject ToConfig() => Gpt2Config.Write(_options, VocabularySize);

    /// <summary>Old files have no <c>transformer.</c> in front, and hold the causal mask as a buffer.</summary>
    public override string? MapStoredName(string stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        if (stored.EndsWith(".attn.bias", StringComparison.Ordinal) || stored.EndsWith(".attn.masked_bias", StringComparison.Ordinal)) return null;
        return stored.StartsWith("h.", StringComparison.Ordinal) || stored.StartsWith("wte.", StringComparison.Ordinal)
            || stored.StartsWith("wpe.", StringComparison.Ordinal) || stored.StartsWith("ln_f.", StringComparison.Ordinal)
                ? "transformer." + stored
                : stored;
    }

    /// <inheritdoc/>
    public torch.Tensor Generate(torch.Tensor inputIds, torch.Tensor? attentionMask, GenerationOptions options) =>
        Generation.Continue(this, inputIds, attentionMask, options);

    /// <inheritdoc/>
    protected override Outputs Encode(Batch batch) => transformer.call(batch);

    private static long? Find(IReadOnlyDictionary<string, long>? ids, string name) => ids is not null && ids.TryGetValue(name, out var id) ? id : null;
}
