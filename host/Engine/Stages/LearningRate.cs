// The optimizer's learning rates, moved by the schedule.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>An optimizer and what moves its learning rates.</summary>
internal sealed class LearningRate : IStateful
{
    private readonly double[] _initial;
    private readonly Schedule? _schedule;
    private bool _changed;

    public LearningRate(torch.optim.Optimizer optimizer, Schedule? schedule)
    {
        Optimizer = optimizer;
        _schedule = schedule;
        _initial = [.. optimizer.ParamGroups.Select(group => group.LearningRate)];
    }

    private LearningRate(torch.optim.Optimizer optimizer, Schedule? schedule, double[] initial, double scale) =>
        (Optimizer, _schedule, _initial, Scale) = (optimizer, schedule, initial, scale);

    /// <summary>The same rates of the same optimizer under another schedule.</summary>
    public LearningRate With(Schedule? schedule) => new(Optimizer, schedule, [.. _initial], Scale) { _changed = _changed };

    /// <summary>Takes what another one has come to: what was changed while the run was at work stays changed.</summary>
    /// <param name="before">The other.</param>
    /// <param name="sameRule">Whether both are of one build of the optimizer, so that the rates are the same to the last bit.</param>
    public void Follow(LearningRate before, bool sameRule)
    {
        Scale = before.Scale;
        if (sameRule && before._initial.Length == _initial.Length) before._initial.CopyTo(_initial, 0);
        else if (before._changed) Base = before.Base;
        _changed = before._changed;
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
            _changed = true;
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
