// Prefix-tuning as a recipe writes it.
namespace PluginHost.Prompts;

/// <summary>Prefix-tuning as a recipe writes it.</summary>
public static class PrefixTuningVerbs
{
    /// <summary>Trains keys and values before every row and freezes the rest.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="virtualTokens">How many virtual positions there are.</param>
    /// <param name="projection">Whether a small network computes them while training.</param>
    public static StageBuilder PrefixTuning(this StageBuilder stage, int virtualTokens = 20, bool projection = false)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Adapt("prefix-tuning", new PrefixTuningOptions { VirtualTokens = virtualTokens, Projection = projection });
    }
}
