// The contract of a learning-rate schedule.
namespace PluginHost;

/// <summary>A factor on every group's learning rate. A pure function of the step, so that a resume needs no state of it.</summary>
public abstract class Schedule
{
    /// <summary>The factor for a step.</summary>
    /// <param name="step">The step that is about to be made, from 0.</param>
    /// <param name="totalSteps">How many steps the stage has.</param>
    public abstract double Factor(long step, long totalSteps);
}
