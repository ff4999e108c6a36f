// What a plugin registers, without a host around it.
using System.Text.Json.Nodes;

namespace PluginHost.Tests.Plugins;

/// <summary>What a plugin registers, made the way the host makes it: options are frozen, thawed and checked first.</summary>
internal sealed class Registrations : IRegistry
{
    private readonly List<Registration> _registrations = [];

    public Registrations(params IEnumerable<IPlugin> plugins)
    {
        foreach (var plugin in plugins) plugin.Register(this);
    }

    public IReadOnlyList<Registration> All => _registrations;

    public void Add(Registration registration) => _registrations.Add(registration);

    public Registration Get(Kind kind, string name) => _registrations.Single(registration => registration.Kind == kind && registration.Name == name);

    /// <summary>Makes a component.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="options">Its options, or null for the defaults.</param>
    /// <param name="context">The context of its kind.</param>
    public T Make<T>(Kind kind, string name, object? options, BuildContext context)
    {
        var registration = Get(kind, name);
        var owner = Component.TitleOf(kind, name);
        var thawed = OptionTree.Thaw(registration.Options, options as JsonObject ?? OptionTree.Freeze(options), owner);
        OptionRules.Validate(thawed, owner);
        return (T)registration.Create(thawed, context);
    }

    /// <summary>A loss, metric, optimizer, … with a context that has nothing in it.</summary>
    public T Make<T>(Kind kind, string name, object? options = null) => Make<T>(kind, name, options, new BuildContext());
}
