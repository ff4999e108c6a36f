// The schedule "constant" as a recipe writes it.
namespace PluginHost.Optimization;

/// <summary>The schedule <c>constant</c> as a recipe writes it.</summary>
public static class ConstantVerbs
{
    /// <summary>Raises the rate over a warmup and leaves it there.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="warmup">Steps of the warmup.</param>
    public static StageBuilder Constant(this StageBuilder stage, int warmup = 0)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Schedule("constant", new ConstantOptions { Warmup = warmup });
    }
}
