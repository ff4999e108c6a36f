// The schedule "cosine" as a recipe writes it.
namespace PluginHost.Optimization;

/// <summary>The schedule <c>cosine</c> as a recipe writes it.</summary>
public static class CosineVerbs
{
    /// <summary>Raises the rate over a warmup, then lets it fall along half a cosine.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="warmup">Steps of the warmup.</param>
    /// <param name="floor">The factor that the rate ends at.</param>
    public static StageBuilder Cosine(this StageBuilder stage, int warmup = 0, double floor = 0)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Schedule("cosine", new CosineOptions { Warmup = warmup, Floor = floor });
    }
}
