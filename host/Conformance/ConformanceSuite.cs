// The suite: what is checked of whatever a plugin registers.
using System.Text.Json.Nodes;

namespace PluginHost.Conformance;

/// <summary>Plans the checks of a plugin: those of the contract of each kind that it provides, and its own.</summary>
public sealed class ConformanceSuite : IDisposable
{
    private readonly ICatalog _catalog;
    private readonly Func<string, IPlugin?> _entryPoint;
    private readonly Dictionary<string, Verification> _verifications = new(StringComparer.Ordinal);
    private readonly SampleModels _models;
    private readonly string _scratch = Directory.CreateTempSubdirectory("pluginhost-verify-").FullName;

    /// <summary>A suite over a catalog.</summary>
    /// <param name="catalog">The plugins: those that are verified, and those whose architectures adapters and heads are put on.</param>
    /// <param name="entryPoint">A new instance of a plugin's class, by the plugin's name; null where there is none to be had.</param>
    public ConformanceSuite(ICatalog catalog, Func<string, IPlugin?> entryPoint)
    {
        (_catalog, _entryPoint) = (catalog, entryPoint);
        _models = new SampleModels(catalog, entry => (Variants(entry), VerificationOf(entry.Plugin).InputsOf(entry.Kind, entry.Name)));
    }

    /// <summary>The checks of a plugin, in the order of its components.</summary>
    /// <param name="plugin">The plugin's name.</param>
    /// <exception cref="PluginException">It does not load.</exception>
    public IReadOnlyList<PlannedCheck> Plan(string plugin)
    {
        var checks = new List<PlannedCheck>();
        foreach (var entry in _catalog.Entries.Where(entry => entry.Plugin == plugin)) checks.AddRange(Plan(entry));
        var title = $"plugin \"{plugin}\"";
        foreach (var (name, check) in VerificationOf(plugin).Checks)
            checks.Add(new PlannedCheck(title, name, () =>
            {
                check();
                return null;
            }));
        return checks;
    }

    /// <summary>The checks of one component.</summary>
    /// <param name="entry">What a plugin announces.</param>
    public IEnumerable<PlannedCheck> Plan(CatalogEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var verification = VerificationOf(entry.Plugin);
        var registration = _catalog.Get(entry.Kind, entry.Name);
        var variants = Variants(entry);
        var title = Component.TitleOf(entry.Kind, entry.Name);
        for (var i = 0; i < variants.Count; i++)
        {
            var subject = new Subject(entry, registration, variants[i], verification.InputsOf(entry.Kind, entry.Name), _models, verification.Directory);
            var shown = variants.Count == 1 ? title : $"{title} ({i + 1})";
            foreach (var (name, body) in ContractChecks.Of(entry.Kind)) yield return new PlannedCheck(shown, name, () => body(subject));
        }
    }

    /// <summary>Removes the files that were made.</summary>
    public void Dispose() => Directory.Delete(_scratch, recursive: true);

    private IReadOnlyList<JsonObject> Variants(CatalogEntry entry)
    {
        var named = VerificationOf(entry.Plugin).Components.Where(component => component.Kind == entry.Kind && component.Name == entry.Name).Select(component => component.Options).ToList();
        return named.Count > 0 ? named : [[]];
    }

    private Verification VerificationOf(string plugin)
    {
        if (_verifications.TryGetValue(plugin, out var there)) return there;
        var verification = new Verification(Directory.CreateDirectory(Path.Join(_scratch, plugin)).FullName);
        if (_entryPoint(plugin) is IVerifiable verifiable) verifiable.Verify(verification);
        return _verifications[plugin] = verification;
    }
}
