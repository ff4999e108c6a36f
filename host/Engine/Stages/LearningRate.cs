// The optimizer's learning rates, moved by the schedule.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>An optimizer and what moves its learning rates.</summary>
internal sealed class LearningRate
{
    private readonly double[] _initial;
    private readonly Schedule? _schedule;

    public LearningRate(torch.optim.Optimizer optimizer, Schedule? schedule)
    {
        Optimizer = optimizer;
        _schedule = schedule;
        _initial = [.. optimizer.ParamGroups.Select(group => group.LearningRate)];
    }

    public torch.optim.Optimizer Optimizer { get; }

    /// <summary>Sets every group's rate for a step and returns the first group's.</summary>
    /// <param name="step">The step that is about to be made, from 0.</param>
    /// <param name="totalSteps">How many there are.</param>
    public double Apply(long step, long totalSteps)
    {
        var factor = _schedule?.Factor(step, totalSteps) ?? 1;
        var index = 0;
        foreach (var group in Optimizer.ParamGroups) group.LearningRate = _initial[index++] * factor;
        return _initial.Length > 0 ? _initial[0] * factor : 0;
    }
}
