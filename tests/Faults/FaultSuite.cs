// What all tests of faults share: the seed, the counts, and a run small enough to be made hundreds of times.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Engine;
using Xunit;

namespace PluginHost.Tests.Faults;

/// <summary>
/// The suite's numbers: <c>./pluginhost test --faults [--seed N] [--count N]</c> sets them, and a plain <c>./pluginhost test</c> runs a small part of it.
/// </summary>
internal static class FaultSuite
{
    /// <summary>Whether this is the whole suite.</summary>
    public static bool Whole => Environment.GetEnvironmentVariable("PLUGINHOST_FAULT_SUITE") is { Length: > 0 };

    /// <summary>Everything that is drawn follows from it; it is part of every failure's sentence.</summary>
    public static int Seed => Number("PLUGINHOST_FAULT_SEED") ?? 20261;

    /// <summary>Crashes that are replayed.</summary>
    public static int Crashes => Number("PLUGINHOST_FAULT_COUNT") ?? (Whole ? 2000 : 200);

    /// <summary>Workers that are killed for real.</summary>
    public static int Kills => Whole ? Math.Max(50, (Number("PLUGINHOST_FAULT_COUNT") ?? 0) / 40) : 2;

    /// <summary>Faults of the disk that a worker meets.</summary>
    public static int? Errors => Whole ? null : 3;

    private static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>One run of a small GPT in worker processes of its own.</summary>
internal sealed class FaultRun : IDisposable
{
    private const string Script = """
        await Pretrain("gpt").Bytes()
            .Data("text", new TextOptions { Files = [Setting("data", "")], Window = 16, ValidationFraction = 0.1 })
            .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 16, ResidualDropout = 0.1 })
            .CausalLanguageModeling().Loss("cross-entropy").AdamW(1e-2).Batch(4).Steps(Setting("steps", 24)).SaveEvery(Setting("every", 3)).EvaluateEvery(8).Run();
        """;

    private readonly string? _host = Path.Join(SharedData.Checkout, "artifacts", "host", "pluginhost") is var host && File.Exists(host) ? host : null;

    public FaultRun(string? folder = null)
    {
        Folder = folder ?? Directory.CreateTempSubdirectory("pluginhost-fault-").FullName;
        Recipe = Path.Join(Folder, "small.csx");
        File.WriteAllText(Recipe, Script);
        File.WriteAllText(Path.Join(Folder, "text.txt"), File.ReadAllText(Path.Join(SharedData.Checkout, "docs", "decisions.md"))[..4000]);
    }

    public string Folder { get; }

    private string Recipe { get; }

    /// <summary>A folder for a run, with its request in it.</summary>
    public string Begin(string name, bool resume = false, int steps = 24, int every = 3)
    {
        Assert.SkipWhen(_host is null, "The host is not built beside this checkout's tests.");
        var directory = Directory.CreateDirectory(Path.Join(Folder, name)).FullName;
        new RunRequest
        {
            Name = name,
            Recipe = Recipe,
            BaseDirectory = Folder,
            Home = SharedData.Checkout,
            RunDirectory = directory,
            Device = "cpu",
            Threads = 1,
            Resume = resume,
            Settings = new Dictionary<string, string> { ["data"] = Path.Join(Folder, "text.txt"), ["steps"] = steps.ToString(CultureInfo.InvariantCulture), ["every"] = every.ToString(CultureInfo.InvariantCulture) },
        }.Save();
        return directory;
    }

    /// <summary>Starts a worker of a run.</summary>
    public Process Start(string directory, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(_host!, ["worker", directory]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PLUGINHOST_HOME"] = SharedData.Checkout;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs a worker to its end.</summary>
    /// <returns>Its exit code; 137 for one that was killed.</returns>
    public int Work(string directory, params (string Name, string Value)[] environment)
    {
        using var worker = Start(directory, environment);
        var output = worker.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = worker.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (!worker.WaitForExit(TimeSpan.FromMinutes(2)))
        {
            worker.Kill();
            throw new InvalidOperationException($"The worker of {directory} did not end: {output.Result}{errors.Result}");
        }

        return worker.ExitCode;
    }

    /// <summary>How a run ended.</summary>
    public static RunEnded? Ended(string directory) => RunRecord.ReadAll(directory).OfType<RunEnded>().LastOrDefault();

    /// <summary>The weights that a run ended with.</summary>
    public static byte[] Weights(string directory) => File.ReadAllBytes(Path.Join(directory, "stages", "01-gpt", "model", "model.safetensors"));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
