// A run whose plugins are real assemblies in real load contexts, rebuilt while it is at work.
using System.Diagnostics;
using PluginHost.App;
using PluginHost.Engine;
using PluginHost.Loading;
using PluginHost.Loading.Trust;
using PluginHost.Tests.Loading;

namespace PluginHost.Tests.Engine.Reloading;

/// <summary>Runs recipes with the built-in plugins' assemblies, and rebuilds plugins at a step.</summary>
internal sealed class WorkshopRun : IDisposable
{
    private static readonly string[] s_plugins = ["TextModels", "Objectives", "LowRank", "Losses", "TextData", "Optimization", "Metrics", "Preference"];

    private readonly List<Task<ReloadOutcome>> _outcomes = [];

    public WorkshopRun()
    {
        Workshop = new Workshop();
        Text = Workshop.Write("text.txt", File.ReadAllText(Path.Join(SharedData.Checkout, "docs", "decisions.md")));
        foreach (var plugin in s_plugins)
        {
            var folder = Directory.CreateDirectory(Path.Join(Workshop.BuiltIn, plugin)).FullName;
            File.Copy(Path.Join(AppContext.BaseDirectory, $"PluginHost.{plugin}.dll"), Path.Join(folder, $"PluginHost.{plugin}.dll"));
            BuildEntry.Write(folder);
        }
    }

    /// <summary>The plugins' folders; what is built into them before the first run is found.</summary>
    public Workshop Workshop { get; }

    /// <summary>A text to train on.</summary>
    public string Text { get; }

    public PluginCatalog Catalog => field ??= Workshop.Catalog();

    public EngineBench Bench => field ??= new EngineBench(Catalog);

    /// <summary>What became of the reloads so far.</summary>
    public IReadOnlyList<ReloadOutcome> Outcomes => [.. _outcomes.Select(outcome => outcome.Result)];

    /// <summary>Loads what is in the plugin's folder now and asks the run to take it at its next boundary.</summary>
    public void Reload(RunWorker worker, string plugin)
    {
        var asked = Stopwatch.GetTimestamp();
        var staged = Catalog.Stage(plugin)!;
        staged.Warm();
        _outcomes.Add(worker.Reload(new StagedPlugin(staged, asked)));
    }

    /// <summary>Makes a built-in plugin another build of the same code: its folder's content is another one.</summary>
    public void Rebuild(string assembly, int build)
    {
        File.WriteAllText(Path.Join(Workshop.BuiltIn, assembly, "build.txt"), $"{build}");
        BuildEntry.Write(Path.Join(Workshop.BuiltIn, assembly));
    }

    /// <summary>The weights that a stage left.</summary>
    public static byte[] Weights(StageResult result) => File.ReadAllBytes(result.AdapterDirectory is { } adapter
        ? Path.Join(adapter, "adapter_model.safetensors") : Path.Join(result.ModelDirectory, "model.safetensors"));

    public void Dispose()
    {
        Bench.Dispose();
        Workshop.Dispose();
    }
}
