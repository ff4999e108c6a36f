// One component in a catalog of its own, with what belongs to it, beside one small architecture of the host's: what the suite says of it.
using PluginHost.Conformance;
using PluginHost.Tests.Plugins;

namespace PluginHost.Tests.Conformance;

/// <summary>A component that is verified alone.</summary>
internal sealed class Trial : ICatalog, IDisposable
{
    private const string Own = "trial";

    private readonly Registrations _registrations;
    private readonly ConformanceSuite _suite;

    /// <summary>Registers it.</summary>
    /// <param name="register">Registers the component, and after it what else its plugin has.</param>
    /// <param name="format">What its files are called.</param>
    public Trial(Action<IRegistry> register, string? format = null)
    {
        _registrations = new Registrations(new Plugin(register));
        Entries = [.. _registrations.All.Select(own => new CatalogEntry(own.Kind, own.Name, Own, "1", "", format, null, null)), .. BuiltIns.Catalog.Entries.Where(entry => entry is { Kind: Kind.Model, Name: "gpt2" })];
        _suite = new ConformanceSuite(this, plugin => plugin == Own ? null : BuiltIns.Catalog.EntryPoint(plugin));
    }

    public IReadOnlyList<CatalogEntry> Entries { get; }

    public IReadOnlyList<PlannedCheck> Checks => [.. _suite.Plan(Entries[0])];

    public Registration Get(Kind kind, string name) => _registrations.All.FirstOrDefault(one => one.Kind == kind && one.Name == name) ?? BuiltIns.Catalog.Get(kind, name);

    public void Dispose() => _suite.Dispose();

    private sealed class Plugin(Action<IRegistry> register) : IPlugin
    {
        public void Register(IRegistry registry) => register(registry);
    }
}
