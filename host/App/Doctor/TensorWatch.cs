// What the tensors of a run grew by, place by place: taken in the worker while PLUGINHOST_TRACK_TENSORS is 1, told by the doctor.
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.App;

/// <summary>Compares what places in the code hold at a stage's tenth step with what they hold at its last, and writes it into the run's folder.</summary>
/// <param name="runDirectory">The run's folder.</param>
internal sealed class TensorWatch(string runDirectory)
{
    /// <summary>The file in the run's folder.</summary>
    public const string FileName = "tensors.json";

    // Optimizer states, caches and pools are made in the first steps.
    private const long Settled = 10;

    private readonly JsonArray _stages = [];
    private (int Stage, long Step, IReadOnlyList<TensorPlace> Places)? _first;
    private (long Step, IReadOnlyList<TensorPlace> Places)? _last;

    /// <summary>Looks at what happened.</summary>
    public void Saw(RunEvent happened)
    {
        if (happened is StepTaken step && step.Step >= Settled)
        {
            if (_first is { } other && other.Stage != step.Stage) Close();
            if (_first is null) _first = (step.Stage, step.Step, Memory.Places());
            else _last = (step.Step, Memory.Places());
        }
        else if (happened is RunEnded)
        {
            Close();
            File.WriteAllText(Path.Join(runDirectory, FileName), _stages.ToJsonString());
        }
    }

    private void Close()
    {
        if (_first is { } first && _last is { } last)
        {
            var before = first.Places.ToDictionary(place => place.Where);
            _stages.Add(new JsonObject
            {
                ["stage"] = first.Stage,
                ["from_step"] = first.Step,
                ["to_step"] = last.Step,
                ["places"] = new JsonArray([.. last.Places.Select(place => new JsonObject
                {
                    ["where"] = place.Where,
                    ["live"] = place.Live,
                    ["bytes"] = place.Bytes,
                    ["grown_live"] = place.Live - (before.GetValueOrDefault(place.Where)?.Live ?? 0),
                    ["grown_bytes"] = place.Bytes - (before.GetValueOrDefault(place.Where)?.Bytes ?? 0),
                    ["made"] = place.Made,
                })]),
            });
        }

        (_first, _last) = (null, null);
    }
}
