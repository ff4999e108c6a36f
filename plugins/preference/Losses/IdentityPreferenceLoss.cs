// The loss "ipo".
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Preference;

/// <summary>The mean of (h - 1 / (2 τ))² with h as in <c>dpo</c> (Azar et al. 2023, "A General Theoretical Paradigm to Understand Learning from Human Preferences", eq. 17).</summary>
internal sealed class IdentityPreferenceLoss(IdentityPreferenceOptions options) : Loss, IRewardScale
{
    public override IReadOnlyList<string> Reads => PreferenceFields.All;

    public double Beta => options.Beta;

    public override Tensor Compute(TensorMap values)
    {
        var loss = (PreferenceFields.Margin(values) - 1 / (2 * options.Beta)).square();
        // No pair is no loss; torch's mean of nothing is NaN.
        return loss.numel() == 0 ? loss.sum() : loss.mean();
    }

    public override Tensor Weigh(TensorMap values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return tensor(values[PreferenceFields.PolicyChosen].numel());
    }
}
