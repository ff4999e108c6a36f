// The objective "classification": predict a row's class, several classes, or numbers.
using TorchSharp;
using static TorchSharp.torch.nn;

namespace PluginHost.Objectives;

/// <summary>
/// One answer a row. Labels are int64 [B] for one class, float [B, C] for several at once, float [B] or [B, C] for numbers. A recipe that
/// names no loss gets cross-entropy, binary cross-entropy or the mean squared error, as Hugging Face chooses.
/// </summary>
internal sealed class Classification(ClassificationOptions options, ObjectiveContext context) : Objective("classification")
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Offers { get; } = [Fields.Logits, Fields.Labels, Fields.LastHiddenState];

    /// <inheritdoc/>
    public override Component RequiredHead { get; } = Component.Of(Kind.Head, "sequence-classification", options.Head);

    /// <inheritdoc/>
    public override ObjectiveResult forward(Batch input)
    {
        if (!input.Has(Fields.Labels))
            throw new PluginHostException($"objective \"classification\": the rows have no \"{Fields.Labels}\"; they have: {string.Join(", ", input.Names)}.");
        var outputs = context.Model.call(input);
        var (logits, labels) = (outputs[Fields.Logits], outputs.Inputs[Fields.Labels]);
        // One number a row may come as [B]; a loss that compared it with [B, 1] would broadcast to [B, B].
        if (labels.is_floating_point() && labels.dim() == 1 && logits.size(-1) == 1) labels = labels.unsqueeze(-1);
        var values = new TensorMap(outputs) { [Fields.Labels] = labels };
        return context.Loss is { } loss
            ? new ObjectiveResult(loss.Compute(values), values, loss.Weigh(values))
            : Usual(logits, labels, values);
    }

    private ObjectiveResult Usual(torch.Tensor logits, torch.Tensor labels, TensorMap values)
    {
        var problem = options.Problem != ProblemType.Auto ? options.Problem
            : !labels.is_floating_point() ? ProblemType.SingleLabel
            : logits.size(-1) == 1 ? ProblemType.Regression
            : ProblemType.MultiLabel;
        if (problem == ProblemType.SingleLabel)
            return new ObjectiveResult(functional.cross_entropy(logits, labels), values, labels.ne(-100).sum());
        if (!labels.shape.AsSpan().SequenceEqual(logits.shape))
            throw new PluginHostException($"objective \"classification\": the labels are [{string.Join(", ", labels.shape)}] and the logits [{string.Join(", ", logits.shape)}]; "
                + $"for {(problem == ProblemType.Regression ? "a regression" : "several classes at once")} they need the same shape.");
        var target = labels.to(logits.dtype);
        var loss = problem == ProblemType.Regression ? functional.mse_loss(logits, target) : functional.binary_cross_entropy_with_logits(logits, target);
        return new ObjectiveResult(loss, values, torch.full([], labels.numel(), dtype: torch.int64, device: labels.device));
    }
}
