// The built-in plugins as a catalog, without load contexts around them.
using System.Reflection;
using PluginHost.Losses;
using PluginHost.LowRank;
using PluginHost.Metrics;
using PluginHost.Objectives;
using PluginHost.Optimization;
using PluginHost.Tests.Plugins;
using PluginHost.TextData;
using PluginHost.TextModels;

namespace PluginHost.Tests.Engine;

/// <summary>The built-in plugins as a catalog: what the engine is given in tests of the engine.</summary>
internal sealed class BuiltInCatalog : ICatalog
{
    private readonly Registrations _registrations;

    public BuiltInCatalog(params IPlugin[] more)
    {
        IPlugin[] plugins = [new TextModelsPlugin(), new ObjectivesPlugin(), new LowRankPlugin(), new LossesPlugin(), new TextDataPlugin(), new OptimizationPlugin(), new MetricsPlugin(), .. more];
        _registrations = new Registrations(plugins);
        Entries = [.. plugins.SelectMany(plugin => plugin.GetType().Assembly.GetCustomAttributes<ProvidesAttribute>().Select(provides => new CatalogEntry(
            provides.Kind, provides.Name, plugin.GetType().Name, "0.1.0", "", provides.Format, provides.Summary, provides.Options?.FullName)))];
    }

    public IReadOnlyList<CatalogEntry> Entries { get; }

    public Registration Get(Kind kind, string name) =>
        _registrations.All.FirstOrDefault(registration => registration.Kind == kind && registration.Name == name)
        ?? throw new PluginException($"There is no {Component.TitleOf(kind, name)}.");
}
