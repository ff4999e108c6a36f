// The training loss at a stage's beginning and end.
using System.Text.Json.Nodes;

namespace PluginHost.Engine;

/// <summary>The mean training loss over the first 1% and over the last 5% of a stage's steps, at least one step each.</summary>
internal sealed class LossWindows : IStateful
{
    private double _firstSum, _lastSum;
    private long _firstCount, _lastCount;

    public double? First => _firstCount == 0 ? null : _firstSum / _firstCount;

    public double? Last => _lastCount == 0 ? null : _lastSum / _lastCount;

    /// <param name="step">The step, from 1.</param>
    /// <param name="totalSteps">How many there are.</param>
    /// <param name="loss">Its loss.</param>
    public void Add(long step, long totalSteps, double loss)
    {
        if (step <= Math.Max(1, totalSteps / 100))
        {
            _firstSum += loss;
            _firstCount++;
        }

        if (step > totalSteps - Math.Max(1, totalSteps / 20))
        {
            _lastSum += loss;
            _lastCount++;
        }
    }

    public void Save(StateWriter state) =>
        state.Write("windows", new JsonArray(_firstSum, _firstCount, _lastSum, _lastCount));

    public void Load(StateReader state)
    {
        var values = state.Value("windows")!.AsArray();
        (_firstSum, _firstCount, _lastSum, _lastCount) =
            (values[0]!.GetValue<double>(), values[1]!.GetValue<long>(), values[2]!.GetValue<double>(), values[3]!.GetValue<long>());
    }
}
