// The objective "causal-lm" as a recipe writes it.
namespace PluginHost.Objectives;

/// <summary>The objective <c>causal-lm</c> as a recipe writes it.</summary>
public static class CausalLanguageModelingVerbs
{
    /// <summary>Trains the model to predict each token from those before it.</summary>
    public static StageBuilder CausalLanguageModeling(this StageBuilder stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Objective("causal-lm");
    }
}
