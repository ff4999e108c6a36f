// The architecture "bag-of-tokens": the baseline that a model which reads in order has to beat.
using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace PluginHost.TextModels;

/// <summary>
/// A row as the weighted counts of its tokens, without parameters of its own. With a <c>sequence-classification</c> head it is a
/// multinomial logistic regression over tokens.
/// </summary>
internal sealed class BagOfTokensModel(BagOfTokensOptions options, int vocabulary) : Model("bag-of-tokens")
{
    /// <inheritdoc/>
    public override int HiddenSize => vocabulary;

    /// <inheritdoc/>
    public override int VocabularySize => vocabulary;

    /// <summary>Makes a model from its options.</summary>
    public static BagOfTokensModel Create(BagOfTokensOptions options, ModelContext context) =>
        new(options, Vocabulary.Size(options.Vocabulary, context, "bag-of-tokens"));

    /// <inheritdoc/>
    public override HeadPlacement PlaceHead(string head) => head == "sequence-classification"
        ? new HeadPlacement("classifier", Pooling.Pooler, Bias: true)
        : throw new RecipeException($"model \"bag-of-tokens\" forgets where a token stood, so it has no place for the head \"{head}\"; it takes \"sequence-classification\".");

    /// <inheritdoc/>
    public override JsonObject ToConfig() => BagOfTokensConfig.Write(options, vocabulary);

    /// <inheritdoc/>
    protected override Outputs Encode(Batch batch)
    {
        var ids = batch[Fields.InputIds];
        var weight = batch.Find(Fields.AttentionMask)?.to(torch.float32) ?? torch.ones(ids.shape, torch.float32, ids.device);
        var counts = torch.zeros([ids.size(0), vocabulary], torch.float32, ids.device).scatter_add(1, ids, weight);
        var row = options.Weighting switch
        {
            TokenWeighting.Frequency => counts / counts.sum(1, keepdim: true).clamp_min_(1),
            TokenWeighting.Presence => counts.gt(0).to(torch.float32),
            _ => functional.normalize(counts),
        };
        return new Outputs(batch) { [Fields.PoolerOutput] = row, [Fields.LastHiddenState] = row.unsqueeze(1) };
    }
}
