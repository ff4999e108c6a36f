// From the shell to the first line and to the first step of an unchanged recipe, beside Python's import of torch and its first step.
using System.Diagnostics;
using System.Text.Json.Nodes;
using PluginHost.Loading;

namespace PluginHost.App;

/// <summary>Seconds from the shell; the ratio is ours by the peer's, less is better.</summary>
/// <param name="checkout">Where things are.</param>
/// <param name="peer">What it is compared with; null for nothing.</param>
/// <param name="folder">A folder for runs.</param>
/// <param name="text">The text.</param>
/// <param name="quick">Whether to measure briefly.</param>
internal sealed class StartBench(Checkout checkout, Peer? peer, string folder, string text, bool quick)
{
    /// <summary>Measures; a start before the first round fills the recipe's and the disk's caches.</summary>
    public async Task<JsonObject> Measure(CancellationToken stop)
    {
        // The first touch of the plugins in this process: nothing of it is compiled or loaded yet, as at a start.
        var state = Path.Join(checkout.Artifacts, "state");
        var cold = Checked(state);
        var again = Checked(state);
        var first = Checked(Path.Join(folder, "fresh-state"));
        List<double> lines = [], ours = [], theirs = [];
        for (var round = -1; round < (quick ? 1 : 5); round++)
        {
            var (line, step) = await Ours(stop);
            var peers = peer is null ? 0 : await Theirs(peer, stop);
            if (round < 0) continue;
            lines.Add(line);
            ours.Add(step);
            theirs.Add(peers);
        }

        return new JsonObject
        {
            ["plugins_checked_ms"] = Figure.Of(cold, null),
            ["plugins_checked_again_ms"] = Figure.Of(again, null),
            ["plugins_checked_for_the_first_time_ms"] = Figure.Of(first, null),
            ["first_line_s"] = Figure.Of(Figure.Median(lines), null),
            ["first_step_s"] = Figure.Of(Figure.Median(ours), peer is null ? null : Figure.Median(theirs)),
        };
    }

    // Finds all plugins and holds the built-in ones to what their build wrote.
    private double Checked(string state)
    {
        var began = Stopwatch.GetTimestamp();
        var catalog = new PluginCatalog(CatalogOptions.For(checkout.Artifacts) with { OtherFolders = [], StateDirectory = state });
        if (catalog.AreBuiltInTrusted) return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        throw new PluginHostException($"Not every built-in plugin is as its build wrote it: {checkout.Program} plugins list says which.");
    }

    private async Task<(double Line, double Step)> Ours(CancellationToken stop)
    {
        var began = Child.Now();
        var (lines, first) = await Child.Run([Program(), "run", Path.Join(checkout.Home, "scripts", "bench", "gpt.csx"), "--runs-dir", folder,
            "--device", "cpu", "--set", "steps=1", "--set", $"data={text}", "--name", "start"], null, stop);
        var runs = Directory.EnumerateDirectories(folder, "start-*").ToList();
        var summary = Engine.RunRecord.ReadAll(runs[0]).OfType<RunEnded>().LastOrDefault()?.Summary
            ?? throw new PluginHostException($"The start that was to be measured left no result: {string.Join(' ', lines)}");
        foreach (var run in runs) Directory.Delete(run, recursive: true);
        return (first - began, summary["first_step_at"]!.GetValue<double>() - began);
    }

    private async Task<double> Theirs(Peer python, CancellationToken stop)
    {
        var began = Child.Now();
        return (await python.Run(null, stop, "start", text))["first_step_at"]!.GetValue<double>() - began;
    }

    // The launcher, when this program is the one that it starts.
    private string Program()
    {
        var link = new DirectoryInfo(Path.Join(checkout.Artifacts, "host"));
        var host = link.Exists ? link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? link.FullName : null;
        return host is not null && Path.GetDirectoryName(Environment.ProcessPath) == host ? Path.Join(checkout.Home, "pluginhost") : Environment.ProcessPath!;
    }
}
