// Learning from preferences as a recipe writes it.
namespace PluginHost.Preference;

/// <summary>Learning from preferences as a recipe writes it.</summary>
public static class PreferenceVerbs
{
    /// <summary>Trains the model to prefer the chosen answers, by direct preference optimization.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="beta">How dear it is to leave the reference.</param>
    /// <param name="labelSmoothing">The probability that a pair is the wrong way round.</param>
    public static StageBuilder DirectPreference(this StageBuilder stage, double beta = 0.1, double labelSmoothing = 0)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Objective("preference").Loss("dpo", new DirectPreferenceOptions { Beta = beta, LabelSmoothing = labelSmoothing });
    }
}
