// Bottlenecks as a recipe writes them.
namespace PluginHost.Bottleneck;

/// <summary>Bottlenecks as a recipe writes them.</summary>
public static class BottleneckVerbs
{
    /// <summary>Trains a narrow network behind the blocks of every layer and freezes the rest.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="placement">Behind which blocks they stand.</param>
    /// <param name="reductionFactor">How many times narrower than the model's width they are inside.</param>
    public static StageBuilder Bottleneck(this StageBuilder stage, BottleneckPlacement placement = BottleneckPlacement.Houlsby, double reductionFactor = 16)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Adapt("bottleneck", new BottleneckOptions { Placement = placement, ReductionFactor = reductionFactor });
    }
}
