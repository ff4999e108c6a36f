// What the lines of a run's console see, in the worker's process.
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// What the lines of a run's console see. It knows the stage only while a line is evaluated, and holds nothing of it afterwards: a plugin that is
/// reloaded is not kept alive by a console.
/// </summary>
internal sealed class LiveRunHandle(RunCommands commands, string runDirectory) : LiveRun
{
    private readonly StringBuilder _printed = new();
    private readonly List<(string Name, JsonNode? Value)> _set = [];
    private readonly List<IStagedPlugin> _staged = [];
    private StageRun? _stage;

    /// <summary>Loads a plugin's newer build; null where there is none.</summary>
    public Func<string, IStagedPlugin?>? Staging { get; set; }

    /// <summary>Told of a plugin that was exchanged, whose old build has to go.</summary>
    public Action<string, ReloadOutcome>? Exchanged { get; set; }

    /// <summary>Turns a value into text.</summary>
    public Func<object?, string> Show { get; set; } = value => value?.ToString() ?? "null";

    public override string Stage => Open.Name;

    public override long Step => Open.Step;

    public override long TotalSteps => Open.TotalSteps;

    public override string RunDirectory => runDirectory;

    public override IReadOnlyList<LiveValue> Values =>
        [.. commands.Live.List().Select(row => new LiveValue(row!["name"]!.GetValue<string>(), row["value"]?.ToJsonString() ?? "none", row["what"]!.GetValue<string>()))];

    public override IReadOnlyList<ParameterFigures> Parameters
    {
        get
        {
            using var scope = torch.NewDisposeScope();
            var trained = Open.Parts.Trained.Select(pair => pair.Value).ToHashSet(ReferenceEqualityComparer.Instance);
            return [.. Named().Select(pair => Figures(pair.Key, pair.Value, trained.Contains(pair.Value)))];
        }
    }

    public override IReadOnlyList<string> Modules => [.. ModuleTree.All(Open.Model).Select(module => module.Path)];

    /// <summary>The names of parameters and modules, for completion; nothing where no stage is at work.</summary>
    public (IReadOnlyList<string> Parameters, IReadOnlyList<string> Modules) Names(StageRun? stage)
    {
        if (stage is null) return ([], []);
        _stage = stage;
        try
        {
            return ([.. Named().Select(pair => pair.Key)], Modules);
        }
        finally
        {
            _stage = null;
        }
    }

    public override Batch NextBatch() => Open.Inspection.NextBatch();

    public override void Set(string name, object? value)
    {
        var node = value switch
        {
            null => null,
            string text => JsonValue.Create(text),
            bool truth => JsonValue.Create(truth),
            IConvertible number => JsonNode.Parse(Convert.ToString(number, CultureInfo.InvariantCulture)!),
            _ => throw new RecipeException($"Set(\"{name}\", …): a live value is a number, a text, a boolean or null, got a {value.GetType().Name}."),
        };
        if (commands.Live.Refuse(name, node) is { } refusal) throw new RecipeException(refusal.Sentence);
        _set.Add((name, node));
    }

    public override torch.Tensor Parameter(string name) => Find(name).Value;

    public override IReadOnlyDictionary<string, torch.Tensor> Gradients()
    {
        var names = Named().ToDictionary(pair => (object)pair.Value, pair => pair.Key, ReferenceEqualityComparer.Instance);
        return Open.Inspection.Gradients().Where(pair => pair.Gradient is not null).ToDictionary(pair => names[pair.Parameter], pair => pair.Gradient!, StringComparer.Ordinal);
    }

    public override torch.Tensor Gradient(string name)
    {
        var parameter = Find(name).Value;
        return Gradients().TryGetValue(name, out var gradient) ? gradient
            : throw new RecipeException($"The parameter \"{name}\" has no gradient: {(Open.Parts.Trained.Any(pair => ReferenceEquals(pair.Value, parameter)) ? "the loss does not depend on it" : "the stage does not train it")}.");
    }

    public override torch.Tensor Activation(string module)
    {
        var found = ModuleTree.All(Open.Model).FirstOrDefault(one => one.Path == module)
            ?? throw new RecipeException($"There is no module \"{module}\".{NearMatches.Sentence(module, Modules)} Modules lists them.");
        torch.Tensor? seen = null;
        using (found.Module.register_forward_hook((_, _, output) => seen = output.clone().DetachFromDisposeScope())) Open.Inspection.Forward();
        return seen ?? throw new RecipeException($"The forward pass did not come through the module \"{module}\".");
    }

    public override IReadOnlyDictionary<string, double> Evaluate() => Open.Inspection.Evaluate();

    public override string Sample(string prompt, int tokens = 64, double temperature = 0)
    {
        if (string.IsNullOrEmpty(prompt)) throw new RecipeException("The prompt is empty; there is nothing to continue.");
        if (Open.Model is not IGenerativeModel model) throw new RecipeException($"{Open.Model.Architecture} does not write text.");
        if (Open.Parts.Tokenizer is not { } tokenizer) throw new RecipeException($"The stage \"{Open.Name}\" has no tokenizer, so no text can be made of ids.");
        var options = new GenerationOptions { MaxNewTokens = tokens, Temperature = temperature };
        OptionRules.Validate(options, "Sample");
        using var scope = torch.NewDisposeScope();
        return Open.Inspection.Evaluating(() =>
        {
            var ids = tokenizer.Encode(prompt);
            return tokenizer.Decode(model.Generate(torch.tensor(ids, [1, ids.Length], device: Open.Parts.Device), null, options)[0].ToArray<long>());
        });
    }

    public override string Save() => Open.SaveNow();

    public override string Reload(string plugin)
    {
        if (Staging is null) throw new RecipeException("Plugins cannot be reloaded here.");
        var staged = Staging(plugin) ?? throw new RecipeException($"The files of the plugin \"{plugin}\" are those that are loaded already; build it first.");
        _staged.Add(staged);
        return $"{staged.Plugin} {staged.NewHash[..12]} is in use from the next step on.";
    }

    public override void Print(object? value) => _printed.AppendLine(Show(value));

    /// <summary>A line begins.</summary>
    public void Begin(StageRun? stage)
    {
        _stage = stage;
        _set.Clear();
        _printed.Clear();
    }

    /// <summary>The line came to its end: what it reloaded and set takes effect before the next step.</summary>
    public void Commit()
    {
        while (_staged.Count > 0)
        {
            var staged = _staged[0];
            _staged.RemoveAt(0);
            var outcome = Open.Reload(staged);
            Exchanged?.Invoke(staged.Plugin, outcome);
            if (outcome.Refusal is { } refusal) throw new PluginException(refusal);
        }

        foreach (var (name, value) in _set)
            if (commands.Live.Set(name, value) is { } refusal) throw new RecipeException(refusal.Sentence);
    }

    /// <summary>The line is over.</summary>
    /// <returns>What it printed.</returns>
    public string End()
    {
        foreach (var staged in _staged) staged.Discard();
        _staged.Clear();
        _stage = null;
        _set.Clear();
        var printed = _printed.ToString();
        _printed.Clear();
        return printed;
    }

    private StageRun Open => _stage ?? throw new RecipeException("No stage is at work at the moment, so there is nothing of one to look at.");

    private IEnumerable<KeyValuePair<string, torch.Tensor>> Named()
    {
        foreach (var (name, parameter) in Open.Model.named_parameters()) yield return KeyValuePair.Create(name, (torch.Tensor)parameter);
        foreach (var (name, parameter) in Open.Parts.Objective.named_parameters())
            if (!Open.Model.parameters().Any(own => ReferenceEquals(own, parameter))) yield return KeyValuePair.Create(name, (torch.Tensor)parameter);
    }

    private KeyValuePair<string, torch.Tensor> Find(string name)
    {
        foreach (var pair in Named())
            if (pair.Key == name) return pair;
        throw new RecipeException($"There is no parameter \"{name}\".{NearMatches.Sentence(name, Named().Select(pair => pair.Key))} Parameters lists them.");
    }

    private static ParameterFigures Figures(string name, torch.Tensor tensor, bool trained)
    {
        var numbers = tensor.to(torch.ScalarType.Float64);
        return new ParameterFigures(name, $"[{string.Join(", ", tensor.shape)}]", tensor.dtype.ToString().ToLowerInvariant(), trained,
            numbers.mean().ToDouble(), numbers.std(unbiased: false).ToDouble(), numbers.norm().ToDouble());
    }
}
