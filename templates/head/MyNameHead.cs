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
        // Fresh ones look everywhere and choose no class; more than one position is needed to learn where to look.
        nn.init.normal_(((Linear)classifier).weight, 0, 0.02);
        RegisterComponents();
    }

    public override string PeftTaskType => "SEQ_CLS";

    public override Outputs forward(Outputs input)
    {
        var hidden = input[Fields.LastHiddenState];                                 // [B, T, H]
        var scores = score.call(tanh(attention.call(hidden))).squeeze(-1);          // [B, T]
        // As the backbone saw it; a backbone that pools gives one position, whatever the mask has.
        if (input.Inputs.Find(Fields.AttentionMask) is { } mask && mask.size(1) == scores.size(1)) scores = scores.masked_fill(mask.eq(0), -1e4);
        var pooled = (nn.functional.softmax(scores, -1).unsqueeze(-1) * hidden).sum(1);
        input[Fields.Logits] = classifier.call(pooled);
        return input;
    }
}
