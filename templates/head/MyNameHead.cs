// Attention pooling.
namespace MyNamePlugin;

/// <summary>
/// logits = W Σ aₜhₜ + b with a = softmax(v · tanh(U h)) over the positions that are not padding (Yang et al. 2016, "Hierarchical attention
/// networks for document classification", eq. 5-7).
/// </summary>
public sealed class MyNameHead : Head
{
    private readonly nn.Module<Tensor, Tensor> attention, score, classifier;

    // The key is what the architecture calls a head in its files.
    public MyNameHead(MyNameOptions options, HeadContext context) : base("my-name", context.Model.PlaceHead("sequence-classification").Key)
    {
        var width = context.Model.HiddenSize;
        attention = nn.Linear(width, width);
        // A bias here would be added to every position's score, which changes no softmax.
        score = nn.Linear(width, 1, hasBias: false);
        classifier = nn.Linear(width, options.Labels);
        RegisterComponents();
    }

    public override string PeftTaskType => "SEQ_CLS";

    public override Outputs forward(Outputs input)
    {
        var hidden = input[Fields.LastHiddenState];                                 // [B, T, H]
        if (hidden.size(1) == 1 && input.Has(Fields.PoolerOutput))
            throw new RecipeException("head \"my-name\" learns which position to look at, and this model gives one vector a row. Leave .Head out, and the usual head is put on.");
        var scores = score.call(tanh(attention.call(hidden))).squeeze(-1);          // [B, T]
        // As the backbone saw it: an adapter may have put positions in front.
        var mask = input.Inputs.Find(input.Inputs.Has(Fields.DecoderInputIds) ? Fields.DecoderAttentionMask : Fields.AttentionMask);
        if (mask is not null && mask.size(1) == scores.size(1)) scores = scores.masked_fill(mask.eq(0), -1e4);
        var pooled = (nn.functional.softmax(scores, -1).unsqueeze(-1) * hidden).sum(1);
        input[Fields.Logits] = classifier.call(pooled);
        return input;
    }
}
