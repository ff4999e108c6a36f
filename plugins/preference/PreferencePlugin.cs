// The family of methods that learn from which of two answers is better.
using PluginHost;
using PluginHost.Preference;

[assembly: Plugin("preference", Sdk = "1", Author = "PluginHost", Description = "Learning from which of two answers is better.")]
[assembly: Provides(Kind.Objective, "preference", typeof(NoOptions), Summary = "How much likelier the model and its reference find the chosen and the rejected answer.")]
[assembly: Provides(Kind.Loss, "dpo", typeof(DirectPreferenceOptions), Summary = "Direct preference optimization (Rafailov et al. 2023).")]
[assembly: Provides(Kind.Loss, "ipo", typeof(IdentityPreferenceOptions), Summary = "Identity preference optimization (Azar et al. 2023).")]

namespace PluginHost.Preference;

/// <summary>Learning from which of two answers is better.</summary>
public sealed class PreferencePlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IRegistry registry)
    {
        registry.Objective<NoOptions>("preference", (_, context) => new PreferenceObjective(context));
        registry.Loss<DirectPreferenceOptions>("dpo", (options, _) => new DirectPreferenceLoss(options));
        registry.Loss<IdentityPreferenceOptions>("ipo", (options, _) => new IdentityPreferenceLoss(options));
    }
}
