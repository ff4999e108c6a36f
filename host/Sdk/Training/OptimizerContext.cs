// What the factory of an optimizer is given.
namespace PluginHost;

/// <summary>What the factory of an optimizer is given.</summary>
public sealed class OptimizerContext : BuildContext
{
    /// <summary>
    /// The parameters in groups; the first group holds all that asked for nothing special. An optimizer makes one group of its own for
    /// each, in this order, with the learning rate times <see cref="ParameterGroup.LearningRateFactor"/>.
    /// </summary>
    public required IReadOnlyList<ParameterGroup> Groups { get; init; }
}
