// The optimizer "adam" as a recipe writes it.
namespace PluginHost.Optimization;

/// <summary>The optimizer <c>adam</c> as a recipe writes it.</summary>
public static class AdamVerbs
{
    /// <summary>Trains with Adam.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="learningRate">The learning rate.</param>
    public static StageBuilder Adam(this StageBuilder stage, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Optimizer("adam", new AdamOptions { LearningRate = learningRate });
    }
}
