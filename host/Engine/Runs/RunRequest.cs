// What a run was asked to do: written by `pluginhost run`, read by the worker.
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Engine;

/// <summary>What a run was asked to do. It is <c>run.json</c> in the run's folder.</summary>
public sealed partial record RunRequest
{
    private const string FileName = "run.json";

    /// <summary>What <see cref="ProfileSteps"/> writes in the run's folder.</summary>
    public const string ProfileFile = StepProfile.FileName;

    /// <summary>The run's name.</summary>
    public required string Name { get; init; }

    /// <summary>The script's absolute path.</summary>
    public required string Recipe { get; init; }

    /// <summary>The folder that the run was started from; relative paths in the recipe start there.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>The folder of the checkout that the host belongs to.</summary>
    public required string Home { get; init; }

    /// <summary>The run's own folder.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>What <c>--set</c> gave.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The device in place of every stage's own; null leaves the choice to the stages.</summary>
    public string? Device { get; init; }

    /// <summary>torch's threads; null lets the engine measure.</summary>
    public int? Threads { get; init; }

    /// <summary>Models that share the weights and compute a part of each batch; null lets the engine measure.</summary>
    public int? Replicas { get; init; }

    /// <summary>How many processes train together, where the worker starts the others itself; null for one, or for what the environment says.</summary>
    public int? Processes { get; init; }

    /// <summary>How many steps of the first stage that trains are timed; the run stops then. Null times nothing.</summary>
    public int? ProfileSteps { get; init; }

    /// <summary>How often in a row, without getting further in between, a worker that died is followed by another.</summary>
    public int Restarts { get; init; } = 3;

    /// <summary>After how many seconds without a finished step or batch a report is made of where the run hangs; 0 makes none.</summary>
    public double StallAfter { get; init; } = 300;

    /// <summary>Whether rebuilt plugins and a changed recipe are noticed and taken over while the run is at work.</summary>
    public bool Watch { get; init; }

    /// <summary>Whether the run goes on from its checkpoints.</summary>
    public bool Resume { get; init; }

    /// <summary>The command line that asked for it.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The folder of the run that this one repeats; null when it repeats none. A copy of that run's record lies in this run's folder.</summary>
    public string? Repeats { get; init; }

    /// <summary>Device, threads and replicas of each stage of the run that this one repeats; empty leaves the choice to the stages.</summary>
    public IReadOnlyList<RepeatedStage> Stages { get; init; } = [];

    /// <summary>Writes the request into the run's folder.</summary>
    public void Save() => File.WriteAllBytes(Path.Join(RunDirectory, FileName), JsonSerializer.SerializeToUtf8Bytes(this, Json.Default.RunRequest));

    /// <summary>Reads the request of a run's folder.</summary>
    /// <exception cref="RecipeException">The folder is no run's.</exception>
    public static RunRequest Load(string runDirectory)
    {
        var path = Path.Join(runDirectory, FileName);
        if (!File.Exists(path)) throw new RecipeException($"{runDirectory} is no run's folder: it has no {FileName}.");
        try
        {
            var request = JsonSerializer.Deserialize(File.ReadAllBytes(path), Json.Default.RunRequest)!;
            // What an earlier version did not write yet is read as null, whatever its default is.
            return request with { Settings = request.Settings ?? new Dictionary<string, string>(), Command = request.Command ?? [] };
        }
        catch (JsonException fault)
        {
            throw new RecipeException($"{path} is damaged: {fault.Message}", fault);
        }
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
    [JsonSerializable(typeof(RunRequest))]
    private sealed partial class Json : JsonSerializerContext;
}
