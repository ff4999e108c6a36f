// The objective "seq2seq-lm": predict the answer's tokens from the question and those before them.
using TorchSharp;
using static TorchSharp.torch.nn;

namespace PluginHost.Objectives;

/// <summary>
/// -log p(answer token | question, answer tokens before it), the mean over the labels that count. Labels are the answer's ids, int64
/// [B, T] with -100 for padding; an encoder-decoder makes its decoder's ids of them.
/// </summary>
internal sealed class SequenceToSequence(ObjectiveContext context) : Objective("seq2seq-lm")
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Offers { get; } = [Fields.Logits, Fields.Labels, Fields.LastHiddenState, Fields.EncoderLastHiddenState];

    /// <inheritdoc/>
    public override Component RequiredHead { get; } = Component.Of(Kind.Head, "language-modeling");

    /// <inheritdoc/>
    public override ObjectiveResult forward(Batch input)
    {
        if (!input.Has(Fields.Labels))
            throw new PluginHostException($"objective \"seq2seq-lm\": the rows have no \"{Fields.Labels}\"; they have: {string.Join(", ", input.Names)}.");
        var outputs = context.Model.call(input);
        if (!outputs.Has(Fields.EncoderLastHiddenState))
            throw new RecipeException($"objective \"seq2seq-lm\": {context.Model.Architecture} has no encoder whose states it could give. Choose an encoder-decoder, such as \"t5\", or the objective \"causal-lm\".");
        var (logits, labels) = (outputs[Fields.Logits], outputs.Inputs[Fields.Labels]);
        var values = new TensorMap(outputs) { [Fields.Labels] = labels };
        return context.Loss is { } loss
            ? new ObjectiveResult(loss.Compute(values), values, loss.Weigh(values))
            : new ObjectiveResult(functional.cross_entropy(logits.flatten(0, 1), labels.reshape(-1)), values, labels.ne(-100).sum());
    }
}
