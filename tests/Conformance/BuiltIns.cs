// All built-in plugins as one catalog, and the suite over it; made once, as the small architectures are tried when it first needs them.
using System.Reflection;
using PluginHost.Bottleneck;
using PluginHost.Conformance;
using PluginHost.Contrastive;
using PluginHost.Losses;
using PluginHost.LowRank;
using PluginHost.Metrics;
using PluginHost.Objectives;
using PluginHost.Optimization;
using PluginHost.Preference;
using PluginHost.Prompts;
using PluginHost.Tests.Plugins;
using PluginHost.TextData;
using PluginHost.TextModels;
using PluginHost.VisionData;
using PluginHost.VisionModels;

namespace PluginHost.Tests.Conformance;

/// <summary>A catalog of plugin instances.</summary>
internal sealed class InstanceCatalog(params IReadOnlyList<IPlugin> plugins) : ICatalog
{
    private readonly Registrations _registrations = new(plugins);

    public IReadOnlyList<CatalogEntry> Entries { get; } = [.. plugins.SelectMany(plugin => plugin.GetType().Assembly.GetCustomAttributes<ProvidesAttribute>().Select(provides =>
        new CatalogEntry(provides.Kind, provides.Name, plugin.GetType().FullName!, "0.1.0", "", provides.Format, provides.Summary, provides.Options?.FullName)))];

    public Registration Get(Kind kind, string name) => _registrations.Get(kind, name);

    public IPlugin? EntryPoint(string plugin) => plugins.FirstOrDefault(one => one.GetType().FullName == plugin);
}

/// <summary>All built-in plugins.</summary>
internal static class BuiltIns
{
    public static IPlugin[] Plugins => [new BottleneckPlugin(), new ContrastivePlugin(), new LossesPlugin(), new LowRankPlugin(), new MetricsPlugin(), new ObjectivesPlugin(),
        new OptimizationPlugin(), new PreferencePlugin(), new PromptsPlugin(), new TextDataPlugin(), new TextModelsPlugin(), new VisionDataPlugin(), new VisionModelsPlugin()];

    public static InstanceCatalog Catalog { get; } = new(Plugins);

    public static ConformanceSuite Suite { get; } = new(Catalog, Catalog.EntryPoint);
}
