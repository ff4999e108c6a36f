// pluginhost attach: watches a run that another command started, or shows how one ended.
using PluginHost.Terminal;

namespace PluginHost.App;

/// <summary>The attach command.</summary>
/// <param name="checkout">Where things are.</param>
/// <param name="named">The run: its folder, the beginning of its name, or "last".</param>
/// <param name="runs">The folder of the runs.</param>
/// <param name="debug">Whether stack traces are shown.</param>
internal sealed class AttachCommand(Checkout checkout, string named, string runs, bool debug)
{
    /// <summary>Watches to the run's end, or shows it.</summary>
    /// <returns>The run's exit code; 0 for a watcher that was sent away.</returns>
    public int Execute()
    {
        var folder = RunFolder.Existing(runs, named, "attach");
        var shown = ShownPath.Of(folder);
        var resume = $"{checkout.Program} run --resume {shown}";
        var worker = new FoundWorker(Worker.InChargeOf(folder) ?? 0);
        using var watcher = new Watcher(folder, worker, Display, resume, $"{checkout.Program} attach {shown}");
        var state = watcher.Replay();
        var code = watcher.Watch(!state.IsOver && worker.IsRunning() ? $"{state.Name} is at work in {shown}{Standing(state)}" : null);
        if (watcher.State.IsOver || watcher.Death is not null) RunEnding.Tell(watcher.State, watcher.Death, shown, resume, Console.Out, debug);
        return code;
    }

    private static string Standing(RunState state) =>
        state.Current is { } stage ? $", stage {stage.Number} \"{stage.Name}\", step {Figures.Whole(stage.Step)} of {Figures.Whole(stage.TotalSteps)}" : "";

    private static IRunDisplay Display() => RunDisplays.For(Console.Out, Console.IsOutputRedirected, "Ctrl-C leaves; the run goes on");
}
