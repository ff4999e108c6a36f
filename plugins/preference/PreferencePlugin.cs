// The family of methods that learn from which of two answers is better.
using PluginHost;
using PluginHost.Preference;
using TorchSharp;

[assembly: Plugin("preference", Sdk = "1", Author = "PluginHost", Description = "Learning from which of two answers is better.")]
[assembly: Provides(Kind.Objective, "preference", typeof(NoOptions), Summary = "How much likelier the model and its reference find the chosen and the rejected answer.")]
[assembly: Provides(Kind.Loss, "dpo", typeof(DirectPreferenceOptions), Summary = "Direct preference optimization (Rafailov et al. 2023).")]
[assembly: Provides(Kind.Loss, "ipo", typeof(IdentityPreferenceOptions), Summary = "Identity preference optimization (Azar et al. 2023).")]

namespace PluginHost.Preference;

/// <summary>Learning from which of two answers is better.</summary>
public sealed class PreferencePlugin : IPlugin, IVerifiable
{
    /// <inheritdoc/>
    public void Register(IRegistry registry)
    {
        registry.Objective<NoOptions>("preference", (_, context) => new PreferenceObjective(context));
        registry.Loss<DirectPreferenceOptions>("dpo", (options, _) => new DirectPreferenceLoss(options));
        registry.Loss<IdentityPreferenceOptions>("ipo", (options, _) => new IdentityPreferenceLoss(options));
    }

    /// <inheritdoc/>
    public void Verify(Verification verification)
    {
        ArgumentNullException.ThrowIfNull(verification);
        verification.Inputs(Kind.Objective, "preference", () =>
        {
            var batch = new Batch();
            foreach (var answer in new[] { "chosen_", "rejected_" })
            {
                batch[answer + Fields.InputIds] = torch.randint(0, 256, [8, 6], dtype: torch.int64);
                batch[answer + Fields.Labels] = batch[answer + Fields.InputIds].clone();
            }

            return batch;
        });
        // One number a pair.
        foreach (var loss in new[] { "dpo", "ipo" })
            verification.Inputs(Kind.Loss, loss, () =>
            {
                var values = new TensorMap();
                foreach (var name in PreferenceFields.All) values[name] = -torch.rand(8) * 10;
                return values;
            });
    }
}
