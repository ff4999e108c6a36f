// Executes one recipe in this process, from its first line to the event that says how it ended.
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PluginHost.Engine;

/// <summary>Executes one recipe in this process: a run. Commands may come from any thread.</summary>
/// <param name="request">What to do.</param>
/// <param name="catalog">The plugins.</param>
/// <param name="record">Where everything that happens is published.</param>
public sealed class RunWorker(RunRequest request, ICatalog catalog, RunRecord record) : IDisposable
{
    private readonly RunCommands _commands = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Publishes every step, however fast they come; off, a fast run publishes some steps only.</summary>
    public bool PublishEveryStep { get; init; }

    /// <summary>Whether the run is paused.</summary>
    public bool Paused => _commands.Paused;

    /// <summary>Stops after the step that is being made, saves, and ends with exit code 4.</summary>
    /// <param name="reason">Who asked, as in "Ctrl-C".</param>
    public void RequestStop(string reason) => _commands.Stop(reason);

    /// <summary>Pauses before the next step.</summary>
    public void Pause() => _commands.Pause();

    /// <summary>Goes on after <see cref="Pause"/>.</summary>
    public void Resume() => _commands.Resume();

    /// <summary>Checkpoints after the step that is being made.</summary>
    public void RequestCheckpoint() => _commands.Checkpoint();

    /// <summary>Runs the recipe to its end on the run's own thread and publishes how it ended.</summary>
    /// <param name="body">The recipe; it is given its verbs.</param>
    /// <returns>The exit code: 0 done, 1 failed, 2 recipe or plugin wrong, 3 set-up, 4 stopped and resumable.</returns>
    public int Execute(Func<Recipe, Task> body)
    {
        record.Publish(new RunStarted(request.Name, request.Recipe, Environment.ProcessId, null));
        var host = new RecipeHost(request, catalog, record, _commands, PublishEveryStep);
        RunEnded ended;
        try
        {
            RunThread.Execute(async () =>
            {
                await body(new Recipe(host));
                return true;
            });
            foreach (var name in host.UnreadSettings) record.Publish(new Warned($"--set {name} changed nothing: the recipe never asked for a setting of that name."));
            ended = End(host, RunStatus.Done, 0, null);
        }
        catch (StoppedException stop)
        {
            ended = End(host, RunStatus.Stopped, stop.ExitCode, stop);
        }
        catch (PluginHostException fault)
        {
            ended = End(host, RunStatus.Failed, fault.ExitCode, fault);
        }
        catch (Exception fault)
        {
            ended = End(host, RunStatus.Failed, 1, fault);
        }

        record.Publish(ended);
        return ended.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose() => _commands.Dispose();

    private RunEnded End(RecipeHost host, RunStatus status, int exitCode, Exception? fault) =>
        new(status, exitCode, fault is null ? null : FaultSentence.Of(fault), fault?.ToString(), Summary(host, status, fault));

    private JsonObject Summary(RecipeHost host, RunStatus status, Exception? fault)
    {
        var trained = host.Results.Where(result => result.Steps > 0).ToList();
        var first = trained.FirstOrDefault();
        var last = trained.LastOrDefault();
        var summary = new JsonObject
        {
            ["status"] = status.ToString().ToLowerInvariant(),
            ["run_dir"] = request.RunDirectory,
            ["device"] = last?.Device,
            ["steps"] = host.Results.Sum(result => result.Steps),
            ["train_loss_first"] = first?.TrainLossFirst,
            ["train_loss_last"] = first?.TrainLossLast,
            ["val_loss"] = first is not null && first.Metrics.TryGetValue("loss", out var loss) ? loss : null,
            ["trainable_parameters"] = last?.TrainableParameters,
            ["total_parameters"] = last?.TotalParameters,
            ["tokens_per_s"] = trained.MaxBy(result => result.Seconds)?.ItemsPerSecond,
            ["peak_rss_mib"] = ProcessFigures.PeakResidentMebibytes(),
            ["seconds"] = Math.Round(_clock.Elapsed.TotalSeconds, 2),
        };
        if (fault is not null) summary["message"] = FaultSentence.Of(fault);
        foreach (var (name, value) in host.Reports) summary[name] = value?.DeepClone();
        return summary;
    }
}
