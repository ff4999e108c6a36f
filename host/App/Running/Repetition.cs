// The worker's side of `run --from`: what differs between the run that is repeated and now, said before training begins.
using System.Text.Json.Nodes;
using PluginHost.Engine;
using PluginHost.Loading;

namespace PluginHost.App;

/// <summary>
/// A run that repeats another. What is known at once (settings, plugins, libtorch, host) is compared when the recipe is compiled; data and
/// cores when a stage is built, before its first step.
/// </summary>
internal sealed class Repetition
{
    private readonly RunRequest _request;
    private readonly PluginCatalog _catalog;
    private readonly RunRecord _record;
    private readonly JsonObject _before;
    private readonly Dictionary<string, string> _then;
    private bool _differs;

    private Repetition(RunRequest request, PluginCatalog catalog, RunRecord record, JsonObject before)
    {
        (_request, _catalog, _record, _before) = (request, catalog, record, before);
        _then = new Dictionary<string, string>(ProvenanceDifferences.Flat(before), StringComparer.Ordinal);
        Texts = ProvenanceFile.Sources(before);
        record.StageBuilt += Compare;
    }

    /// <summary>The recipe as it was, by absolute path.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; }

    /// <summary>What a run repeats; null when it repeats none.</summary>
    /// <exception cref="PluginHostException">The copy of the other run's record is gone or damaged.</exception>
    public static Repetition? Of(RunRequest request, PluginCatalog catalog, RunRecord record)
    {
        if (request.Repeats is null) return null;
        var before = ProvenanceFile.ReadRepeated(request.RunDirectory)
            ?? throw new PluginHostException($"{request.RunDirectory} has no {ProvenanceFile.RepeatedName}, from which the run is repeated. Begin again with --from {request.Repeats}.");
        return new Repetition(request, catalog, record, before);
    }

    /// <summary>Says in what now differs from then.</summary>
    public void Begin()
    {
        foreach (var name in _request.Settings.Keys.Concat(Names("settings")).Distinct()) Say($"settings.{name}", Then($"settings.{name}"), _request.Settings.GetValueOrDefault(name));
        var known = _catalog.Plugins.ToDictionary(plugin => plugin.Name, StringComparer.Ordinal);
        foreach (var name in Names("plugins"))
        {
            Say($"plugins.{name}.version", Then($"plugins.{name}.version"), known.GetValueOrDefault(name)?.Version);
            Say($"plugins.{name}.sha256", Then($"plugins.{name}.sha256"), known.GetValueOrDefault(name)?.ContentHash);
        }

        var now = ProvenanceDifferences.Flat(new JsonObject
        {
            ["workers"] = new JsonArray(new JsonObject { ["host"] = RunningOn.Host(), ["software"] = RunningOn.Software(_request.Home) }),
        });
        foreach (var name in now.Keys.Concat(_then.Keys.Where(name => name.StartsWith("host.", StringComparison.Ordinal) || name.StartsWith("software.", StringComparison.Ordinal))).Distinct())
            Say(name, Then(name), now.GetValueOrDefault(name));
        if (!_differs) _record.Publish(new Noted($"Repeats {_request.Repeats}: settings, recipe, plugins, host and software are the same."));
    }

    private void Compare(StageFacts stage)
    {
        var name = $"stages.{stage.Number}.";
        if (!_then.ContainsKey(name + "name"))
        {
            if (stage.Threads is null) Say(name + "name", null, stage.Plan.Name);
            return;
        }

        if (stage.Threads is not null)
        {
            Say(name + "threads", Then(name + "threads"), stage.Threads.ToString());
            Say(name + "replicas", Then(name + "replicas"), stage.Replicas?.ToString(System.Globalization.CultureInfo.InvariantCulture));
            return;
        }

        if (Then(name + "device") != stage.Device) Say(name + "device", Then(name + "device"), stage.Device);
        Say(name + "data.training", Then(name + "data.training"), stage.TrainingData);
        Say(name + "data.validation", Then(name + "data.validation"), stage.Validation?.Fingerprint);
    }

    private IEnumerable<string> Names(string part) =>
        _then.Keys.Where(name => name.StartsWith(part + ".", StringComparison.Ordinal)).Select(name => name[(part.Length + 1)..])
            .Select(name => part == "plugins" ? name[..name.LastIndexOf('.')] : name).Distinct().ToList();

    private string? Then(string name) => _then.GetValueOrDefault(name);

    private void Say(string name, string? then, string? now)
    {
        if (then == now) return;
        _differs = true;
        _record.Publish(new Warned($"Differs from {Path.GetFileName(_request.Repeats)}: {name} was {ProvenanceDifferences.Show(then)} and is {ProvenanceDifferences.Show(now)}."));
    }
}
