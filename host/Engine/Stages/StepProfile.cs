// Where the time of a training step goes: by phase on the run's thread, by operator on all of them.
using System.Diagnostics;
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// Times some steps of a stage, after some that are not timed. A phase is the time between two marks on the run's thread; what of it no
/// operator took is the host's: C#, plugins, the record.
/// </summary>
/// <param name="steps">How many steps are timed.</param>
internal sealed class StepProfile(int steps)
{
    private const int WarmUp = 10;

    /// <summary>The file in the run's folder.</summary>
    public const string FileName = "profile.json";

    private readonly Dictionary<string, TimeSpan> _phases = new(StringComparer.Ordinal);
    private long _last, _began, _seen;

    /// <summary>Whether all steps have been timed.</summary>
    public bool Done { get; private set; }

    /// <summary>Ends a phase.</summary>
    public void Mark(string phase)
    {
        var now = Stopwatch.GetTimestamp();
        if (_began != 0) _phases[phase] = _phases.GetValueOrDefault(phase) + Stopwatch.GetElapsedTime(_last, now);
        _last = now;
    }

    /// <summary>Ends a step; after the last one the profile is written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stage">The stage's name.</param>
    /// <param name="parallelism">How it uses the cores.</param>
    public void StepDone(string path, string stage, string parallelism)
    {
        Mark("after the step");
        if (Done) return;
        if (++_seen == WarmUp)
        {
            Profiler.Start();
            _last = _began = Stopwatch.GetTimestamp();
        }

        if (_seen < WarmUp + steps) return;
        var wall = Stopwatch.GetElapsedTime(_began);
        var operators = Profiler.Stop();
        Done = true;
        JsonObject Row(string name, TimeSpan time, long? calls) => new()
        {
            ["name"] = name,
            ["ms_a_step"] = Math.Round(time.TotalMilliseconds / steps, 4),
            ["calls_a_step"] = calls is { } count ? Math.Round((double)count / steps, 2) : null,
        };
        JsonFiles.Write(path, new JsonObject
        {
            ["stage"] = stage,
            ["steps"] = steps,
            ["parallelism"] = parallelism,
            ["ms_a_step"] = Math.Round(wall.TotalMilliseconds / steps, 4),
            ["operators_ms_a_step"] = Math.Round(operators.Sum(time => time.Time.TotalMilliseconds) / steps, 4),
            ["phases"] = new JsonArray([.. _phases.Select(pair => Row(pair.Key, pair.Value, null))]),
            ["operators"] = new JsonArray([.. operators.Select(time => Row(time.Name, time.Time, time.Calls))]),
        });
    }
}
