// The names that the objective "preference" and its losses share.
namespace PluginHost.Preference;

/// <summary>The names that the objective <c>preference</c> and its losses share: sums of log-probabilities, float [B].</summary>
public static class PreferenceFields
{
    /// <summary>log π(chosen answer | prompt).</summary>
    public const string PolicyChosen = "policy_chosen_logps";

    /// <summary>log π(rejected answer | prompt).</summary>
    public const string PolicyRejected = "policy_rejected_logps";

    /// <summary>log π_ref(chosen answer | prompt).</summary>
    public const string ReferenceChosen = "reference_chosen_logps";

    /// <summary>log π_ref(rejected answer | prompt).</summary>
    public const string ReferenceRejected = "reference_rejected_logps";

    /// <summary>All four.</summary>
    public static IReadOnlyList<string> All { get; } = [PolicyChosen, PolicyRejected, ReferenceChosen, ReferenceRejected];

    /// <summary>(π_c - ref_c) - (π_r - ref_r): how much further than its reference the model prefers the chosen answer, [B].</summary>
    public static TorchSharp.torch.Tensor Margin(TensorMap values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values[PolicyChosen] - values[ReferenceChosen] - (values[PolicyRejected] - values[ReferenceRejected]);
    }
}
