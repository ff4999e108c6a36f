// What a stage does when a loss or a gradient is not finite.
namespace PluginHost;

/// <summary>What a stage does when a loss or a gradient is NaN or infinite. In each case the update of that step is not applied.</summary>
public enum DivergencePolicy
{
    /// <summary>Stops the run with the step, and keeps the last good weights.</summary>
    Stop,

    /// <summary>Leaves the step's rows out and goes on; stops when too many follow each other.</summary>
    Skip,

    /// <summary>Goes back to the last checkpoint and goes on from there with a lower learning rate; stops when that was done too often.</summary>
    RollBack,
}
