// The objective "causal-lm": predict each token from those before it.
using TorchSharp;
using static TorchSharp.torch.nn;

namespace PluginHost.Objectives;

/// <summary>
/// -log p(token | tokens before it), the mean over the tokens that count. Labels are the row's ids unless it has labels of its own, and
/// stand where their token does (-100: does not count), as Hugging Face's; the shift by one happens here.
/// </summary>
/// <remarks>
/// The last position predicts nothing that the row holds, so the model is not asked about it: a row of T + 1 ids costs T positions and
/// gives the same loss and gradient as feeding all of them.
/// </remarks>
internal sealed class CausalLanguageModeling(ObjectiveContext context) : Objective("causal-lm")
{
    // What has one entry a position, save the labels.
    private static readonly string[] s_perPosition =
        [Fields.InputIds, Fields.InputsEmbeds, Fields.AttentionMask, Fields.PositionIds, Fields.TokenTypeIds];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Offers { get; } = [Fields.Logits, Fields.Labels, Fields.LastHiddenState];

    /// <inheritdoc/>
    public override Component RequiredHead { get; } = Component.Of(Kind.Head, "language-modeling");

    /// <inheritdoc/>
    public override ObjectiveResult forward(Batch input)
    {
        var batch = new Batch(input) { [Fields.Labels] = Labels(input) };
        foreach (var name in s_perPosition)
            if (input.Find(name) is { } tensor)
                batch[name] = tensor.narrow(1, 0, tensor.size(1) - 1);

        var outputs = context.Model.call(batch);
        var logits = outputs[Fields.Logits];
        // As the backbone saw them: an adapter that puts positions in front has put -100 in front of the labels.
        var labels = outputs.Inputs[Fields.Labels];
        labels = labels.narrow(1, labels.size(1) - logits.size(1), logits.size(1));
        var values = new TensorMap(outputs) { [Fields.Labels] = labels };
        return context.Loss is { } loss
            ? new ObjectiveResult(loss.Compute(values), values, loss.Weigh(values))
            : new ObjectiveResult(functional.cross_entropy(logits.flatten(0, 1), labels.reshape(-1)), values, labels.ne(-100).sum());
    }

    private static torch.Tensor Labels(Batch input)
    {
        var ids = input.Find(Fields.InputIds);
        var labels = input.Find(Fields.Labels);
        if ((labels ?? ids) is not { } given || given.dim() != 2 || given.size(1) < 2)
            throw new PluginHostException("objective \"causal-lm\" learns from rows of at least two ids: "
                + $"\"{Fields.InputIds}\" is {Shape(ids)} and \"{Fields.Labels}\" is {Shape(labels)}.");
        if (labels is not null) return labels;
        return input.Find(Fields.AttentionMask) is { } mask ? given.masked_fill(mask.eq(0), -100) : given;
    }

    private static string Shape(torch.Tensor? tensor) => tensor is null ? "not there" : $"[{string.Join(", ", tensor.shape)}]";
}
