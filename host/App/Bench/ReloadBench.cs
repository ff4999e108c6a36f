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
        var often = quick ? 20 : 200;
        // A loss is exchanged under the objective; an adapter and a model are built anew with their optimizer.
        foreach (var plugin in new[] { "losses", "low-rank", "text-models" })
        {
            var (reloads, _, _, _) = Run(plugin, GptSize.Small, often, stop);
            foreach (var (name, figures) in new[] { ("swap_ms", reloads.Select(reload => reload.Milliseconds)), ("pause_ms", reloads.Select(reload => reload.PausedMilliseconds)) })
            {
                answer[$"{plugin} {name} p50"] = Figure.Of(Percentile(figures, 0.5), null);
                answer[$"{plugin} {name} p95"] = Figure.Of(Percentile(figures, 0.95), null);
            }

            say(string.Create(CultureInfo.InvariantCulture, $"{plugin}: {reloads.Count} reloads"));
        }

        var (many, most, left, growth) = Run("losses", null, quick ? 100 : 1000, stop);
        answer["reloads"] = Figure.Of(many.Count, null);
        answer["generations alive at the end"] = Figure.Of(left, null);
        answer["generations alive at once"] = Figure.Of(most, null);
        answer["memory growth MiB"] = Figure.Of(growth, null);
        return Task.FromResult(answer);
    }

    // The run trains on its own thread; this one rebuilds, asks, and waits for what the run says.
    private (List<PluginReloaded> Reloads, int Most, int Left, double Growth) Run(string plugin, GptSize? size, int times, CancellationToken stop)
    {
        var run = RunFolder.Create(folder, "reload-" + plugin);
        var catalog = new PluginCatalog(new CatalogOptions { BuiltInFolders = [_plugins], StateDirectory = Path.Join(folder, "state") });
        var request = new RunRequest { Name = plugin, Recipe = "bench.csx", BaseDirectory = folder, Home = checkout.Home, RunDirectory = run, Device = "cpu", Threads = size is null ? 1 : null };
        using var record = new RunRecord(run);
        using var worker = new RunWorker(request, catalog, record) { PublishEveryStep = true };
        using var reloads = new PluginReloads(catalog, worker, record);
        using var happened = new BlockingCollection<RunEvent>();
        record.Published += happened.Add;
        var training = Task.Factory.StartNew(() => worker.Execute(recipe => Train(recipe, size, plugin == "low-rank")), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            var (reloaded, generations, memory) = (new List<PluginReloaded>(), 0, 0L);
            for (var i = 0; i < times; i++)
            {
                for (var step = 0; step < StepsBetween;) step += Next(happened, plugin, stop) is StepTaken ? 1 : 0;
                generations = Math.Max(generations, catalog.AliveGenerations(plugin));
                // The allocators' first reloads are not growth.
                if (i == times / 10) memory = Memory();
                File.WriteAllText(Path.Join(_plugins, FolderOf(catalog, plugin), "build.txt"), $"{run} {i}");
                if (reloads.Ask(plugin) is { } refusal) throw new PluginHostException(refusal.Sentence);
                RunEvent next;
                do next = Next(happened, plugin, stop);
                while (next is not PluginReloaded);
                reloaded.Add((PluginReloaded)next);
                RemoveCopies();
            }

            // The last one replaced is given the time that it takes to be proved gone.
            stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(2));
            return (reloaded, generations, catalog.AliveGenerations(plugin), (Memory() - memory) / 1048576.0);
        }
        finally
        {
            worker.RequestStop("measured");
            training.GetAwaiter().GetResult();
        }
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

    private static long Memory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        return ProcessFigures.ResidentMebibytes() * 1048576;
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
}
