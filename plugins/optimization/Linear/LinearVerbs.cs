// The schedule "linear" as a recipe writes it.
namespace PluginHost.Optimization;

/// <summary>The schedule <c>linear</c> as a recipe writes it.</summary>
public static class LinearVerbs
{
    /// <summary>Raises the rate over a warmup, then lets it fall in a line.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="warmup">Steps of the warmup.</param>
    /// <param name="floor">The factor that the rate ends at.</param>
    public static StageBuilder Linear(this StageBuilder stage, int warmup = 0, double floor = 0)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Schedule("linear", new LinearOptions { Warmup = warmup, Floor = floor });
    }
}
