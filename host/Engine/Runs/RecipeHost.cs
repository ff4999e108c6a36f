// What stands behind a recipe's verbs: numbers the stages, skips those that are done, runs the others.
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>What stands behind a recipe's verbs, in the worker's process and on the run's thread.</summary>
internal sealed class RecipeHost(RunRequest request, ICatalog catalog, RunRecord record, RunCommands commands, Ranks ranks, bool publishEveryStep = false) : IRecipeHost
{
    private readonly ComponentFactory _components = new(catalog);
    private readonly Dictionary<string, JsonObject> _states = new(StringComparer.Ordinal);
    private readonly List<StageEnded> _ended = [];
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly StepProfile? _profile = request.ProfileSteps is { } steps ? new StepProfile(steps) : null;
    private int _stage;

    public string BaseDirectory => request.BaseDirectory;

    public string Home => request.Home;

    public string RunDirectory => request.RunDirectory;

    /// <summary>The stages that are done, those of earlier workers included.</summary>
    public IReadOnlyList<StageEnded> Ended => _ended;

    /// <summary>The settings that the command line gave and that the recipe has not asked for.</summary>
    public IEnumerable<string> UnreadSettings => request.Settings.Keys.Except(_asked);

    public string? Setting(string name)
    {
        _asked.Add(name);
        return request.Settings.GetValueOrDefault(name);
    }

    public Func<JsonNode> Live(string name, JsonNode initial, Func<JsonNode?, string?> refuse)
    {
        var read = commands.Live.Declare(name, "A value of the recipe.", initial, refuse);
        return () => read()!;
    }

    public async Task<StageResult> Run(StagePlan plan)
    {
        var (number, directory, resolved) = Number(plan);
        ranks.Agree(JsonSerializer.Serialize(resolved, SdkJson.Default.StagePlan), $"a plan of stage {number}");
        if (Done(directory) is { } done)
        {
            record.Publish(new Noted($"The stage \"{plan.Name}\" is done already."));
            _ended.Add(new StageEnded(number, done));
            return done;
        }

        await using var stage = Begin(number, directory, resolved);
        return Keep(number, directory, await stage.Run());
    }

    public Task<IOpenStage> Open(StagePlan plan)
    {
        var (number, directory, resolved) = Number(plan);
        ranks.Agree(JsonSerializer.Serialize(resolved, SdkJson.Default.StagePlan), $"a plan of stage {number}");
        return Task.FromResult<IOpenStage>(new Kept(Begin(number, directory, resolved), result => Keep(number, directory, result)));
    }

    public Task<string> Generate(string modelDirectory, string? adapterDirectory, string prompt, GenerationOptions options)
    {
        var (model, adapter) = (Resolve(modelDirectory), adapterDirectory is null ? null : Resolve(adapterDirectory));
        var text = TextGenerator.Generate(catalog, model, adapter, prompt, options, request.Device ?? "auto", Warn);
        record.Publish(new Sampled(model, adapter, prompt, text));
        return Task.FromResult(text);
    }

    public void Report(string name, JsonNode? value) => record.Publish(new Reported(name, value?.DeepClone()));

    public void Print(string line) => record.Publish(new Noted(line));

    public JsonObject State(string name)
    {
        if (!_states.TryGetValue(name, out var state)) _states[name] = state = [];
        return state;
    }

    private (int Number, string Directory, StagePlan Plan) Number(StagePlan plan)
    {
        var number = ++_stage;
        var resolved = plan with
        {
            ModelPath = plan.ModelPath is null ? null : Resolve(plan.ModelPath),
            Adapters = [.. plan.Adapters.Select(adapter => adapter with { Path = adapter.Path is null ? null : Resolve(adapter.Path) })],
            Device = request.Device ?? Repeated(number)?.Device ?? plan.Device,
        };
        return (number, Path.Join(request.RunDirectory, "stages", $"{number:D2}-{FileName(plan.Name)}"), resolved);
    }

    private RepeatedStage? Repeated(int number) => request.Stages.FirstOrDefault(stage => stage.Number == number);

    private StageRun Begin(int number, string directory, StagePlan plan)
    {
        commands.Boundary.Serve();
        if (commands.StopReason is { } reason) throw new StoppedException($"Stopped before the stage \"{plan.Name}\" ({reason}); everything is saved.");
        try
        {
            PlanCheck.Check(plan, _components);
            Directory.CreateDirectory(directory);
            KeepPlan(directory, plan);
            if (ranks.IsFirst) commands.Mark.Begin(request.RunDirectory, plan, _components.Origin);
            var parts = Assembly(_components).Build(plan);
            ranks.Agree($"{parts.DataFingerprint}, {parts.Train.Count} rows to train on, {parts.Validation?.Count ?? 0} to validate on, {parts.TotalParameters} parameters", $"data or a model of the stage \"{plan.Name}\"");
            (StepProfile, string)? profile = _profile is { Done: false } timed && parts.Optimization is not null ? (timed, Path.Join(request.RunDirectory, StepProfile.FileName)) : null;
            var run = new StageRun(number, directory, parts, record, commands, [("recipe", new RecipeState(_states))], _components, Assembly) { PublishEveryStep = publishEveryStep, Profile = profile };
            if (request.Resume) run.Restore();
            var threads = request.Threads ?? Repeated(number)?.Threads;
            var replicas = request.Replicas ?? (request.Threads is null ? Repeated(number)?.Replicas : null);
            // Told twice: before anything is computed, and with the cores that were chosen by computing.
            var facts = new StageFacts(number, plan, parts.Device.ToString(), null, null, parts.DataFingerprint, parts.ValidationData);
            record.Tell(facts);
            run.Begin(new ThreadChoice(threads, replicas, Path.Join(request.Home, "artifacts", "state")));
            record.Tell(facts with { Threads = run.Uses?.Threads, Replicas = run.Uses?.Replicas });
            return run;
        }
        catch (PluginHostException fault) when (fault is RecipeException or PluginException && !fault.Message.Contains($"\"{plan.Name}\"", StringComparison.Ordinal))
        {
            var sentence = $"The stage \"{plan.Name}\": {fault.Message}";
            throw fault is RecipeException ? new RecipeException(sentence, fault) : new PluginException(sentence, fault);
        }
    }

    // A reload builds parts of a stage once more: what they had to say then, they have said.
    private StageAssembly Assembly(ComponentFactory components) => new(components, request.BaseDirectory, sentence =>
    {
        if (_said.Add(sentence) || ReferenceEquals(components, _components)) Warn(sentence);
    }, ranks)
    {
        Mark = commands.Mark,
    };

    /// <summary>The plan lies beside the checkpoints; a resumed run whose recipe was changed is told what differs.</summary>
    private void KeepPlan(string directory, StagePlan plan)
    {
        var path = Path.Join(directory, "plan.json");
        var json = JsonSerializer.SerializeToNode(plan, SdkJson.Default.StagePlan)!.AsObject();
        if (request.Resume && File.Exists(path))
        {
            var changed = PlanDifference.Between(JsonFiles.Read(path), json).ToList();
            if (changed.Count > 0) Warn($"The recipe has changed since the stage \"{plan.Name}\" began: {string.Join("; ", changed)}. It goes on with the new values.");
        }

        if (!ranks.IsFirst) return;
        // Flushed with the first checkpoint: before it there is nothing to lose.
        var aside = path + ".new";
        JsonFiles.Write(aside, json);
        File.Move(aside, path, overwrite: true);
    }

    private StageResult Keep(int number, string directory, StageResult result)
    {
        // One for all: a recipe may decide by it what it does next.
        if (!ranks.IsAlone) result = JsonSerializer.Deserialize(ranks.Gather(ranks.IsFirst ? JsonSerializer.Serialize(result, SdkJson.Default.StageResult) : "")[0], SdkJson.Default.StageResult)!;
        if (!ranks.IsFirst) return result;
        Disk.Replace(Path.Join(directory, "result.json"), stream => JsonFiles.Write(stream, JsonSerializer.SerializeToNode(result, SdkJson.Default.StageResult)!.AsObject()));
        _ended.Add(new StageEnded(number, result));
        return result;
    }

    private StageResult? Done(string directory)
    {
        var path = Path.Join(directory, "result.json");
        return request.Resume && File.Exists(path) ? JsonFiles.Read(path).Deserialize(SdkJson.Default.StageResult) : null;
    }

    private string Resolve(string path) => Path.GetFullPath(path, request.BaseDirectory);

    private void Warn(string sentence) => record.Publish(new Warned(sentence));

    private static string FileName(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-'));

    /// <summary>What recipes with loops of their own keep, as part of every checkpoint.</summary>
    private sealed class RecipeState(Dictionary<string, JsonObject> states) : IStateful
    {
        public void Save(StateWriter state)
        {
            foreach (var (name, value) in states) state.Write(name, value.DeepClone());
        }

        public void Load(StateReader state)
        {
            foreach (var name in state.Names)
            {
                if (!states.TryGetValue(name, out var held)) states[name] = held = [];
                held.Clear();
                foreach (var (key, value) in state.Value(name)!.AsObject()) held[key] = value?.DeepClone();
            }
        }
    }

    /// <summary>An open stage whose result is kept as any other's.</summary>
    private sealed class Kept(StageRun stage, Func<StageResult, StageResult> keep) : IOpenStage
    {
        public Model Model => stage.Model;

        public long Step => stage.Step;

        public long TotalSteps => stage.TotalSteps;

        public string Parallelism => stage.Parallelism;

        public IEnumerable<Batch> Batches() => stage.Batches();

        public StepReport Take(Batch batch) => stage.Take(batch);

        public IReadOnlyDictionary<string, double> Evaluate() => stage.Evaluate();

        public async Task<StageResult> Finish() => keep(await stage.Finish());

        public ValueTask DisposeAsync() => stage.DisposeAsync();
    }
}
