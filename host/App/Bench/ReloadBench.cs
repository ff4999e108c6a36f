// What a reload costs a live run, and what it leaves behind.
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Engine;
using PluginHost.Loading;

namespace PluginHost.App;

/// <summary>
/// Plugins that are rebuilt and reloaded again and again while a GPT trains: milliseconds from asking to the new build's being in use, and those
/// that training waited; then a thousand reloads of one plugin, and how many generations and how much memory they leave.
/// </summary>
/// <param name="checkout">Where things are.</param>
/// <param name="folder">A folder for plugins and runs.</param>
/// <param name="text">The text that is trained on.</param>
/// <param name="quick">Whether to measure briefly.</param>
/// <param name="say">Takes lines of progress.</param>
internal sealed class ReloadBench(Checkout checkout, string folder, string text, bool quick, Action<string> say)
{
    private const int StepsBetween = 2;

    private static readonly GptSize s_tiny = new(1, 2, 16, 32, 4, 1);

    private readonly string _plugins = Path.Join(folder, "plugins");

    /// <summary>Measures.</summary>
    public Task<JsonObject> Measure(CancellationToken stop)
    {
        Copy(checkout.Plugins, _plugins);
        var answer = new JsonObject();
        // First, in a process that has held no large model yet: what malloc keeps of one would hide what a reload leaves.
        var many = Run("losses", null, warmUp: quick ? 20 : 200, quick ? 100 : 1000, stop);
        var often = quick ? 20 : 200;
        // A loss is exchanged under the objective; an adapter and a model are built anew with their optimizer.
        foreach (var plugin in new[] { "losses", "low-rank", "text-models" })
        {
            var run = Run(plugin, GptSize.Small, warmUp: 0, often, stop);
            Add(answer, $"{plugin} swap_ms", run.Swaps);
            Add(answer, $"{plugin} pause_ms", run.Pauses);
            // What proves the old build gone stops the run's thread too, later.
            Add(answer, $"{plugin} proof_pause_ms", run.Proofs);
            say(string.Create(CultureInfo.InvariantCulture, $"{plugin}: {run.Swaps.Length} reloads"));
        }

        answer["reloads"] = Figure.Of(many.Swaps.Length, null);
        answer["generations alive at the end"] = Figure.Of(many.Left, null);
        answer["generations alive at once"] = Figure.Of(many.Most, null);
        answer["growth of managed objects, MiB"] = Figure.Of(many.Growth!.Managed, null);
        answer["growth of the collector's memory, MiB"] = Figure.Of(many.Growth!.Committed, null);
        answer["growth of anonymous memory, MiB"] = Figure.Of(many.Growth!.Anonymous, null);
        answer["growth of compiled code, MiB"] = Figure.Of(many.Growth!.Shared, null);
        return Task.FromResult(answer);
    }

    // The run trains on its own thread; this one rebuilds, asks, and waits for what the run says.
    private Measured Run(string plugin, GptSize? size, int warmUp, int times, CancellationToken stop)
    {
        var run = RunFolder.Create(folder, "reload-" + plugin);
        var catalog = new PluginCatalog(new CatalogOptions { BuiltInFolders = [], OtherFolders = [_plugins], StateDirectory = Path.Join(folder, "state") });
        // Each build is a new one, which the bench made.
        foreach (var one in catalog.Plugins) catalog.Trust(one.Name, rebuilds: true);
        var request = new RunRequest { Name = plugin, Recipe = "bench.csx", BaseDirectory = folder, Home = checkout.Home, RunDirectory = run, Device = "cpu", Threads = size is null ? 1 : null };
        var proofs = new ConcurrentQueue<double>();
        using var record = new RunRecord(run);
        using var worker = new RunWorker(request, catalog, record) { PublishEveryStep = true };
        using var reloads = new PluginReloads(catalog, worker, record)
        {
            Proved = result =>
            {
                foreach (var pause in result.Pauses) proofs.Enqueue(pause);
            },
        };
        using var happened = new BlockingCollection<RunEvent>();
        record.Published += happened.Add;
        var training = Task.Factory.StartNew(() => worker.Execute(recipe => Train(recipe, size, plugin == "low-rank")), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            var (reloaded, generations, paused, swaps) = (0, 0, new double[times], new double[times]);
            MemoryReading? before = null;
            for (var i = -warmUp; i < times; i++)
            {
                for (var step = 0; step < StepsBetween;) step += Next(happened, plugin, stop) is StepTaken ? 1 : 0;
                generations = Math.Max(generations, catalog.AliveGenerations(plugin));
                if (warmUp > 0 && i >= 0 && i % (times / 4) == 0)
                {
                    var reading = Paused(worker, happened, plugin, stop);
                    before ??= reading;
                    say($"after {reloaded} reloads: {reading}");
                }

                File.WriteAllText(Path.Join(_plugins, FolderOf(catalog, plugin), "build.txt"), $"{run} {i}");
                if (reloads.Ask(plugin) is { } refusal) throw new PluginHostException(refusal.Sentence);
                RunEvent next;
                do next = Next(happened, plugin, stop);
                while (next is not PluginReloaded);
                reloaded++;
                if (i >= 0) (paused[i], swaps[i]) = (((PluginReloaded)next).PausedMilliseconds, ((PluginReloaded)next).Milliseconds);
                RemoveCopies();
            }

            // The last one replaced is given the time that it takes to be proved gone.
            stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(2));
            var left = catalog.AliveGenerations(plugin);
            if (before is null) return new Measured(swaps, paused, [.. proofs], generations, left, null);
            var after = Paused(worker, happened, plugin, stop);
            say($"after {reloaded} reloads: {after}");
            return new Measured(swaps, paused, [.. proofs], generations, left, after.Since(before));
        }
        finally
        {
            worker.RequestStop("measured");
            training.GetAwaiter().GetResult();
        }
    }

    // Nothing comes and goes while the run stands still.
    private static MemoryReading Paused(RunWorker worker, BlockingCollection<RunEvent> happened, string plugin, CancellationToken stop)
    {
        worker.Pause();
        RunEvent next;
        do next = Next(happened, plugin, stop);
        while (next is not Noted { Message: "Paused." });
        var reading = MemoryReading.Take();
        worker.Resume();
        return reading;
    }

    private static void Add(JsonObject answer, string name, IReadOnlyCollection<double> figures)
    {
        answer[name + " p50"] = Figure.Of(Percentile(figures, 0.5), null);
        answer[name + " p95"] = Figure.Of(Percentile(figures, 0.95), null);
    }

    private static RunEvent Next(BlockingCollection<RunEvent> happened, string plugin, CancellationToken stop) => happened.Take(stop) switch
    {
        RunEnded ended => throw new PluginHostException($"The run ended while {plugin} was reloaded: {ended.Message}"),
        ReloadRefused refused => throw new PluginHostException(refused.Message),
        Warned warned when warned.Message.Contains("in memory", StringComparison.Ordinal) => throw new PluginHostException(warned.Message),
        var other => other,
    };

    private async Task Train(Recipe recipe, GptSize? size, bool adapt)
    {
        size ??= s_tiny;
        var stage = recipe.Pretrain("gpt").Tokenizer("bytes").Data("text", new JsonObject { ["files"] = new JsonArray(text), ["window"] = size.Context })
            .Model("gpt2", new JsonObject { ["layers"] = size.Layers, ["heads"] = size.Heads, ["width"] = size.Width, ["context"] = size.Context })
            .Objective("causal-lm").Loss("cross-entropy").Optimizer("adamw", new JsonObject { ["learningRate"] = 1e-3 }).Clip(1.0).Batch(size.Rows).Steps(1_000_000);
        if (adapt) stage.Adapt("lora", new JsonObject { ["rank"] = 8 });
        await stage.Run();
    }

    private string FolderOf(PluginCatalog catalog, string plugin) => Path.GetFileName(Path.GetDirectoryName(catalog.Find(plugin)!.File))!;

    // What is kept on the disk of each build is not what is measured.
    private void RemoveCopies()
    {
        foreach (var copy in new DirectoryInfo(Path.Join(folder, "state", "loaded")).GetDirectories().OrderByDescending(copy => copy.CreationTimeUtc).Skip(20)) copy.Delete(recursive: true);
    }

    private static double Percentile(IEnumerable<double> figures, double share)
    {
        var sorted = figures.Order().ToArray();
        return sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Join(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>What a run's reloads cost.</summary>
    /// <param name="Swaps">Milliseconds from asking to being in use.</param>
    /// <param name="Pauses">Milliseconds of these that training waited for the exchange.</param>
    /// <param name="Proofs">Milliseconds that each collection stopped it that a proof took.</param>
    /// <param name="Most">Most generations that were alive at once.</param>
    /// <param name="Left">Those alive at the end.</param>
    /// <param name="Growth">What memory grew by since the warm-up; null where there was none.</param>
    private sealed record Measured(double[] Swaps, double[] Pauses, double[] Proofs, int Most, int Left, MemoryReading? Growth);
}
