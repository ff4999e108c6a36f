// Notices that a run hangs, and reports where.
using System.Diagnostics;
using System.Globalization;
using PluginHost.Engine;

namespace PluginHost.App;

/// <summary>
/// Notices that a run finishes neither a step nor a batch of an evaluation for a long time, and records what was at work and where the
/// run's thread is. The stack is read by another process, for which this one has to stop for a moment: a thread that hangs in native code
/// cannot be asked from inside. A run that was asked to stop and does not come back from its step for as long again is ended.
/// </summary>
/// <param name="request">The run.</param>
/// <param name="worker">What knows how far it is.</param>
/// <param name="record">Where the report goes.</param>
internal sealed class StallWatch(RunRequest request, RunWorker worker, RunRecord record) : IDisposable
{
    private const int StoppedCode = 4;

    private static readonly TimeSpan s_longestLook = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private bool _over;

    /// <summary>Watches until the run is over. One report for each time that it hangs.</summary>
    public void Watch()
    {
        if (request.StallAfter <= 0) return;
        var patience = TimeSpan.FromSeconds(request.StallAfter);
        var look = TimeSpan.FromSeconds(Math.Clamp(request.StallAfter / 10, 0.05, 5));
        var (seen, since, told) = (worker.Mark.Progress, Stopwatch.StartNew(), false);
        var stopping = new Stopwatch();
        while (!Over(look))
        {
            if (worker.StopReason is not null) stopping.Start();
            if (worker.Paused || worker.Mark.Progress != seen)
            {
                (seen, told) = (worker.Mark.Progress, false);
                since.Restart();
            }
            else if (!told && since.Elapsed > patience)
            {
                told = true;
                Report(since.Elapsed);
            }
            else if (stopping.Elapsed > patience && since.Elapsed > patience && !worker.Mark.IsSaving)
            {
                End(patience);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _over = true;
            Monitor.PulseAll(_gate);
        }
    }

    private bool Over(TimeSpan wait)
    {
        lock (_gate)
        {
            if (!_over) Monitor.Wait(_gate, wait);
            return _over;
        }
    }

    private void Report(TimeSpan elapsed)
    {
        var now = worker.Mark.Now;
        var (stack, fault) = Stack();
        var where = now.Component is null ? "" : $" What is at work: {now.Title}, after step {now.Step}.";
        record.Publish(new Stalled(Math.Round(elapsed.TotalSeconds, 1), string.Create(CultureInfo.InvariantCulture,
            $"No step was finished for {(elapsed.TotalSeconds < 90 ? $"{elapsed.TotalSeconds:0.#} s" : $"{elapsed.TotalMinutes:0} min")}.{where} {(fault is null ? "The run's thread is here:" : $"Where the run's thread is could not be found out: {fault}")}"), stack));
    }

    // The run's thread cannot be made to come back; what was saved is saved.
    private void End(TimeSpan patience)
    {
        var now = worker.Mark.Now;
        var where = now.Component is null ? "the recipe" : $"{now.Title}, after step {now.Step}";
        var message = string.Create(CultureInfo.InvariantCulture,
            $"Ended {patience.TotalSeconds:0.#} s after it was asked to stop ({worker.StopReason}): nothing came back from {where}, so that step is lost; what was saved before it is kept.");
        var summary = RunSummary.Of(request.RunDirectory).ToJson(RunStatus.Stopped, request.RunDirectory, message, DateTimeOffset.UtcNow, ProcessFigures.PeakResidentMebibytes());
        record.Publish(new RunEnded(RunStatus.Stopped, StoppedCode, message, null, summary));
        Posix.Exit(StoppedCode);
    }

    private static (string? Stack, string? Fault) Stack()
    {
        // Where the system lets nobody but a parent look into a process, a child of it may with its leave.
        Posix.AllowInspection();
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        if (Path.GetFileName(start.FileName) == "dotnet") start.ArgumentList.Add(System.Reflection.Assembly.GetEntryAssembly()!.Location);
        start.ArgumentList.Add("stack");
        start.ArgumentList.Add(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        using var looker = Process.Start(start)!;
        var (output, errors) = (looker.StandardOutput.ReadToEndAsync(), looker.StandardError.ReadToEndAsync());
        if (!looker.WaitForExit(s_longestLook))
        {
            looker.Kill();
            return (null, $"looking took longer than {s_longestLook.TotalSeconds:0} s.");
        }

        return looker.ExitCode == 0 && output.Result.Trim() is { Length: > 0 } stack ? (stack, null) : (null, errors.Result.Trim());
    }
}
