// The optimizer's learning rates, moved by the schedule.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>An optimizer and what moves its learning rates.</summary>
internal sealed class LearningRate : IStateful
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

    /// <summary>What moves the rates; null for constant ones.</summary>
    public Schedule? Schedule => _schedule;

    /// <summary>A factor on every rate, beside the schedule's: lowered by each roll-back.</summary>
    public double Scale { get; set; } = 1;

    /// <summary>The first group's rate before the schedule. Changing it changes the other groups' in proportion.</summary>
    public double Base
    {
        get => _initial.Length > 0 ? _initial[0] : 0;
        set
        {
            for (var index = _initial.Length - 1; index >= 0; index--) _initial[index] = index == 0 || _initial[0] == 0 ? value : _initial[index] * (value / _initial[0]);
        }
    }

    /// <summary>Sets every group's rate for a step and returns the first group's.</summary>
    /// <param name="step">The step that is about to be made, from 0.</param>
    /// <param name="totalSteps">How many there are.</param>
    public double Apply(long step, long totalSteps)
    {
        var factor = Scale * (_schedule?.Factor(step, totalSteps) ?? 1);
        var index = 0;
        foreach (var group in Optimizer.ParamGroups) group.LearningRate = _initial[index++] * factor;
        return _initial.Length > 0 ? _initial[0] * factor : 0;
    }

    public void Save(StateWriter state) => state.Write("scale", System.Text.Json.Nodes.JsonValue.Create(Scale));

    public void Load(StateReader state) => Scale = state.Value("scale")!.GetValue<double>();
}
