// The loss "dpo".
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Preference;

/// <summary>
/// The mean of -(1 - ε) log σ(β h) - ε log σ(-β h) with h = (π_c - ref_c) - (π_r - ref_r) (Rafailov et al. 2023, "Direct Preference
/// Optimization", eq. 7, for ε = 0).
/// </summary>
internal sealed class DirectPreferenceLoss(DirectPreferenceOptions options) : Loss, IRewardScale
{
    public override IReadOnlyList<string> Reads => PreferenceFields.All;

    public double Beta => options.Beta;

    public override Tensor Compute(TensorMap values)
    {
        var scaled = PreferenceFields.Margin(values) * options.Beta;
        var loss = -nn.functional.logsigmoid(scaled) * (1 - options.LabelSmoothing);
        if (options.LabelSmoothing > 0) loss = loss - nn.functional.logsigmoid(-scaled) * options.LabelSmoothing;
        // No pair is no loss; torch's mean of nothing is NaN.
        return loss.numel() == 0 ? loss.sum() : loss.mean();
    }

    public override Tensor Weigh(TensorMap values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return tensor(values[PreferenceFields.PolicyChosen].numel());
    }
}
