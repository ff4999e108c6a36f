// Gathers what a run is made of, while it is at work.
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Engine;

/// <summary>
/// Gathers what a run is made of and keeps it in <c>record.json</c>. Stages are told of by the run's thread, which pays for a place in a
/// list; everything else is looked up, hashed and written by the thread that calls <see cref="Write"/>.
/// </summary>
/// <param name="request">What the run was asked to do.</param>
/// <param name="plugins">The plugins that are loaded now.</param>
/// <param name="warn">Takes a sentence for whoever watches.</param>
internal sealed class Provenance(RunRequest request, Func<IReadOnlyList<UsedPlugin>> plugins, Action<string> warn)
{
    private readonly Lock _gate = new();
    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;
    private readonly List<StageFacts> _told = [];
    private readonly List<PluginReloaded> _reloads = [];
    private readonly Dictionary<string, UsedPlugin> _used = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, JsonObject> _stages = [];
    private readonly List<(JsonObject Stage, string Model)> _unhashed = [];
    private readonly List<JsonNode> _earlier = [];
    private IReadOnlyDictionary<string, string>? _sources;
    private JsonObject? _host, _software;

    /// <summary>Takes a stage that is built. Called on the run's thread.</summary>
    public void Tell(StageFacts stage)
    {
        lock (_gate)
        {
            _told.RemoveAll(before => before.Number == stage.Number);
            _told.Add(stage);
        }
    }

    /// <summary>Takes the texts of the recipe that is run, by absolute path. Called on the run's thread.</summary>
    public void Tell(IReadOnlyDictionary<string, string> sources)
    {
        lock (_gate) _sources = sources;
    }

    /// <summary>Takes a plugin that was reloaded. Called on the run's thread.</summary>
    public void Tell(PluginReloaded reloaded)
    {
        lock (_gate) _reloads.Add(reloaded);
    }

    /// <summary>Writes what is known by now.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write()
    {
        if (_host is null) Begin();
        List<StageFacts> told;
        IReadOnlyDictionary<string, string>? sources;
        lock (_gate)
        {
            (told, sources) = ([.. _told], _sources);
            _told.Clear();
        }

        foreach (var stage in told) _stages[stage.Number] = Describe(stage);
        foreach (var plugin in plugins()) _used[plugin.Name + plugin.Hash] = plugin;
        ProvenanceFile.Write(request.RunDirectory, Whole(sources));
    }

    /// <summary>Hashes the models that stages began with, and writes; the more they weigh, the longer it takes.</summary>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void HashModels(CancellationToken stop)
    {
        var hashed = 0;
        foreach (var (stage, model) in _unhashed)
        {
            try
            {
                foreach (var (name, value) in ModelFingerprint.Of(model, stop)) stage["model"]![name] = value?.DeepClone();
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                warn($"The model {model} cannot be read to be hashed, so the run's record is without its hashes: {refused.Message}");
            }
            catch (OperationCanceledException)
            {
                break;
            }

            hashed++;
        }

        if (hashed == 0) return;
        _unhashed.RemoveRange(0, hashed);
        Write();
    }

    private void Begin()
    {
        // A run that goes on: its earlier workers, and the stages that are done, are part of it.
        if (request.Resume)
        {
            try
            {
                var before = ProvenanceFile.Read(request.RunDirectory);
                foreach (var worker in before?["workers"] as JsonArray ?? []) _earlier.Add(worker!.DeepClone());
                foreach (var stage in before?["stages"] as JsonArray ?? []) _stages[(int)stage!["number"]!] = stage.DeepClone().AsObject();
                _sources ??= before is null ? null : ProvenanceFile.Sources(before);
            }
            catch (PluginHostException damage)
            {
                warn($"The record of the run's earlier workers is lost: {damage.Message}");
            }
        }

        (_host, _software) = (RunningOn.Host(), RunningOn.Software(request.Home));
    }

    private JsonObject Whole(IReadOnlyDictionary<string, string>? sources)
    {
        var recipe = new JsonObject { ["path"] = request.Recipe };
        if (sources is not null)
        {
            if (sources.TryGetValue(request.Recipe, out var text)) (recipe["sha256"], recipe["text"]) = (ProvenanceFile.HashOf(text), text);
            recipe["loaded"] = new JsonArray([.. sources.Where(file => file.Key != request.Recipe).OrderBy(file => file.Key, StringComparer.Ordinal)
                .Select(file => (JsonNode)new JsonObject { ["path"] = file.Key, ["sha256"] = ProvenanceFile.HashOf(file.Value), ["text"] = file.Value })]);
        }

        return new JsonObject
        {
            ["format"] = ProvenanceFile.Format,
            ["name"] = request.Name,
            ["run_dir"] = request.RunDirectory,
            ["base_dir"] = request.BaseDirectory,
            ["repeats"] = request.Repeats,
            ["recipe"] = recipe,
            ["settings"] = new JsonObject(request.Settings.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["asked"] = new JsonObject { ["device"] = request.Device, ["threads"] = request.Threads, ["replicas"] = request.Replicas },
            ["stages"] = new JsonArray([.. _stages.Values.Select(stage => stage.DeepClone())]),
            ["workers"] = new JsonArray([.. _earlier.Select(worker => worker.DeepClone()), Worker((string?)recipe["sha256"])]),
        };
    }

    private JsonObject Worker(string? recipe) => new()
    {
        ["started"] = _started.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        ["process"] = Environment.ProcessId,
        ["command"] = new JsonArray([.. request.Command.Select(word => (JsonNode)word)]),
        ["recipe_sha256"] = recipe,
        ["host"] = _host!.DeepClone(),
        ["software"] = _software!.DeepClone(),
        ["plugins"] = new JsonArray([.. _used.Values.OrderBy(plugin => plugin.Name, StringComparer.Ordinal).Select(plugin => (JsonNode)new JsonObject
        {
            ["name"] = plugin.Name,
            ["version"] = plugin.Version,
            ["sha256"] = plugin.Hash,
            ["files"] = new JsonObject(plugin.Files.Select(file => KeyValuePair.Create(file.Key, (JsonNode?)file.Value))),
        })]),
        ["reloads"] = Reloads(),
    };

    // Which build computed which steps: the new one from the step after this one on.
    private JsonArray Reloads()
    {
        lock (_gate)
            return [.. _reloads.Select(reload => (JsonNode)new JsonObject
            {
                ["plugin"] = reload.Plugin,
                ["old"] = reload.Old,
                ["new"] = reload.New,
                ["stage"] = reload.Stage,
                ["after_step"] = reload.Step,
            })];
    }

    private JsonObject Describe(StageFacts stage)
    {
        var described = new JsonObject
        {
            ["number"] = stage.Number,
            ["name"] = stage.Plan.Name,
            ["seed"] = stage.Plan.Seed,
            ["device"] = stage.Device,
            ["threads"] = stage.Threads,
            ["replicas"] = stage.Replicas,
            ["data"] = new JsonObject { ["training"] = stage.TrainingData, ["validation"] = Validation(stage) },
            ["plan"] = JsonSerializer.SerializeToNode(stage.Plan, SdkJson.Default.StagePlan),
        };
        if (stage.Plan.ModelPath is not { } model) return described;
        described["model"] = new JsonObject { ["path"] = model };
        _unhashed.RemoveAll(before => (int)before.Stage["number"]! == stage.Number);
        _unhashed.Add((described, model));
        return described;
    }

    private string? Validation(StageFacts stage)
    {
        try
        {
            return stage.Validation?.Fingerprint;
        }
        catch (Exception fault)
        {
            // A plugin's code, and a record is no reason to end a run.
            warn($"The validation split of the stage \"{stage.Plan.Name}\" has no fingerprint: {FaultSentence.Of(fault)}");
            return null;
        }
    }
}
