// The objective "preference": how likely the model and its reference find two answers to one prompt.
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Preference;

/// <summary>
/// Σ log p(label | tokens before it) of <c>chosen_input_ids</c> and of <c>rejected_input_ids</c>, int64 [B, T] each, under the model and under
/// the model as it was when the stage began. <c>chosen_labels</c> and <c>rejected_labels</c> are -100 where a token is the prompt's or padding.
/// </summary>
internal sealed class PreferenceObjective(ObjectiveContext context) : Objective("preference")
{
    private readonly Loss _loss = context.Loss ?? new DirectPreferenceLoss(new DirectPreferenceOptions());

    /// <inheritdoc/>
    public override IReadOnlyList<string> Offers => PreferenceFields.All;

    /// <inheritdoc/>
    public override Component RequiredHead { get; } = Component.Of(Kind.Head, "language-modeling");

    /// <inheritdoc/>
    public override ObjectiveResult forward(Batch input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (chosen, rejected) = (Answer(input, "chosen_"), Answer(input, "rejected_"));
        var reference = context.Reference();
        var values = new TensorMap(input)
        {
            [PreferenceFields.ReferenceChosen] = LogProbability(reference.Forward(chosen)).detach(),
            [PreferenceFields.ReferenceRejected] = LogProbability(reference.Forward(rejected)).detach(),
            [PreferenceFields.PolicyChosen] = LogProbability(context.Model.call(chosen)),
            [PreferenceFields.PolicyRejected] = LogProbability(context.Model.call(rejected)),
        };
        using var frozen = no_grad();
        var margin = PreferenceFields.Margin(values);
        var charts = new Dictionary<string, Tensor>
        {
            ["rewards/chosen"] = (values[PreferenceFields.PolicyChosen] - values[PreferenceFields.ReferenceChosen]).mean(),
            ["rewards/rejected"] = (values[PreferenceFields.PolicyRejected] - values[PreferenceFields.ReferenceRejected]).mean(),
            ["rewards/margins"] = margin.mean(),
            ["rewards/accuracies"] = margin.gt(0).to(ScalarType.Float32).mean(),
        };
        // The loss alone knows β.
        if (_loss.As<IRewardScale>() is { Beta: var beta })
            foreach (var name in new[] { "rewards/chosen", "rewards/rejected", "rewards/margins" })
                charts[name] = charts[name] * beta;
        using var graph = enable_grad();
        return new ObjectiveResult(_loss.Compute(values), values, _loss.Weigh(values)) { Charts = charts };
    }

    private static Batch Answer(Batch input, string prefix)
    {
        var batch = new Batch { [Fields.InputIds] = input[prefix + Fields.InputIds], [Fields.Labels] = input[prefix + Fields.Labels] };
        if (!batch[Fields.Labels].shape.AsSpan().SequenceEqual(batch[Fields.InputIds].shape))
            throw new PluginHostException($"objective \"preference\": {prefix}{Fields.Labels} is [{string.Join(", ", batch[Fields.Labels].shape)}] and {prefix}{Fields.InputIds} "
                + $"[{string.Join(", ", batch[Fields.InputIds].shape)}]; every token needs a label, -100 where it does not count.");
        if (input.Find(prefix + Fields.AttentionMask) is { } mask) batch[Fields.AttentionMask] = mask;
        return batch;
    }

    private static Tensor LogProbability(Outputs outputs)
    {
        var logits = outputs[Fields.Logits];
        // As the backbone saw them: an adapter that puts positions in front has put -100 in front of the labels.
        var labels = outputs.Inputs[Fields.Labels].narrow(1, 1, logits.size(1) - 1);
        var counts = labels.ne(-100);
        var each = log_softmax(logits.narrow(1, 0, logits.size(1) - 1), -1, ScalarType.Float32)
            .gather(-1, labels.masked_fill(counts.logical_not(), 0).unsqueeze(-1)).squeeze(-1);
        return each.masked_fill(counts.logical_not(), 0).sum(1);
    }
}
