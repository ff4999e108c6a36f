// The architecture "t5" (Raffel et al. 2020), with the names of Hugging Face's files.
using System.Text.Json.Nodes;
using PluginHost.Layers;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace PluginHost.TextModels;

/// <summary>T5: an encoder-decoder with cross-attention and biases by distance in place of position embeddings.</summary>
internal sealed class T5Model : Model, IGenerativeModel
{
    private readonly Module<torch.Tensor, torch.Tensor> shared;
    private readonly T5Stack encoder;
    private readonly T5Stack decoder;
    private readonly T5Options _options;

    /// <summary>A model with fresh weights.</summary>
    public T5Model(T5Options options, int vocabulary, long seed) : base("t5")
    {
        (_options, VocabularySize) = (options, vocabulary);
        using var generator = Initial.Generator(seed);
        shared = Embedding_from_pretrained(Initial.Normal([vocabulary, options.Width], options.InitializerFactor, generator), freeze: false);
        encoder = new T5Stack(options, decoder: false, generator);
        decoder = new T5Stack(options, decoder: true, generator);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int HiddenSize => _options.Width;

    /// <inheritdoc/>
    public override int VocabularySize { get; }

    /// <inheritdoc/>
    public override Module<torch.Tensor, torch.Tensor> InputEmbeddings => shared;

    /// <summary>The decoder's.</summary>
    public override AttentionLayout Attention => new(_options.DecoderLayers ?? _options.Layers, _options.Heads, _options.Heads, _options.HeadWidth);

    /// <inheritdoc/>
    public override IReadOnlyList<string> DefaultTargets => ["q", "v"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ResidualOutputs => ["SelfAttention.o", "DenseReluDense.wo"];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> TiedNames => _options.TieEmbeddings
        ? new Dictionary<string, string> { ["lm_head.weight"] = "shared.weight" }
        : new Dictionary<string, string>();

    /// <summary>Makes a model from its options.</summary>
    public static T5Model Create(T5Options options, ModelContext context) =>
        new(options, Vocabulary.Size(options.Vocabulary, context, "t5"), context.Seed);

    /// <summary>A tied head reads the decoder's output times width^-0.5, because the embeddings are that much larger than a projection's weight.</summary>
    public override HeadPlacement PlaceHead(string head) => head == "language-modeling"
        ? new HeadPlacement("lm_head", Pooling.Last, Bias: false)
        {
            ClassName = "T5ForConditionalGeneration",
            Tied = _options.TieEmbeddings,
            InputScale = _options.TieEmbeddings ? 1 / Math.Sqrt(_options.Width) : 1,
            InitializerRange = _options.InitializerFactor,
        }
        : base.PlaceHead(head);

    /// <inheritdoc/>
    public override JsonObject ToConfig() => T5Config.Write(_options, VocabularySize);

    /// <summary>Some files repeat the embeddings under the name of each stack.</summary>
    public override string? MapStoredName(string stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return stored.EndsWith("coder.embed_tokens.weight", StringComparison.Ordinal) ? null : stored;
    }

    /// <inheritdoc/>
    public torch.Tensor Generate(torch.Tensor inputIds, torch.Tensor? attentionMask, GenerationOptions options) =>
        Generation.Answer(this, inputIds, attentionMask, options, _options.DecoderStartId ?? _options.PadId);

    /// <inheritdoc/>
    protected override Outputs Encode(Batch batch)
    {
        var mask = batch.Find(Fields.AttentionMask);
        List<torch.Tensor>? encoderStates = batch.WantHiddenStates ? [] : null, decoderStates = batch.WantHiddenStates ? [] : null;
        var encoded = batch.Find(Fields.EncoderLastHiddenState)
            ?? encoder.Apply(batch.Find(Fields.InputsEmbeds) ?? shared.call(batch[Fields.InputIds]), mask, null, null, null, encoderStates);
        var embedded = batch.Find(Fields.DecoderInputsEmbeds) ?? shared.call(DecoderIds(batch));
        var decoded = decoder.Apply(embedded, batch.Find(Fields.DecoderAttentionMask), encoded, mask, batch.Cache, decoderStates);
        var outputs = new Outputs(batch) { [Fields.LastHiddenState] = decoded, [Fields.EncoderLastHiddenState] = encoded };
        if (decoderStates is not null) outputs[Fields.HiddenStates] = torch.stack(decoderStates);
        if (encoderStates is { Count: > 0 }) outputs[Fields.EncoderHiddenStates] = torch.stack(encoderStates);
        return outputs;
    }

    // While training the decoder reads the labels one step late, behind its start id; ignored labels become padding.
    private torch.Tensor DecoderIds(Batch batch)
    {
        if (batch.Find(Fields.DecoderInputIds) is { } ids) return ids;
        if (batch.Find(Fields.Labels) is not { } labels)
            throw new PluginHostException($"model \"t5\" needs \"{Fields.DecoderInputIds}\", or \"{Fields.Labels}\" to make them of; the batch has: {string.Join(", ", batch.Names)}.");
        var start = labels.new_full([labels.size(0), 1], _options.DecoderStartId ?? _options.PadId);
        var shifted = torch.cat([start, labels.narrow(1, 0, labels.size(1) - 1)], 1);
        return shifted.masked_fill(shifted.eq(-100), _options.PadId);
    }
}
