// Every built-in plugin registers what it announces.
using System.Reflection;
using PluginHost.Bottleneck;
using PluginHost.Contrastive;
using PluginHost.Losses;
using PluginHost.LowRank;
using PluginHost.Metrics;
using PluginHost.Objectives;
using PluginHost.Optimization;
using PluginHost.Preference;
using PluginHost.Prompts;
using PluginHost.TextData;
using PluginHost.TextModels;
using PluginHost.VisionData;
using PluginHost.VisionModels;
using Xunit;

namespace PluginHost.Tests.Plugins;

public sealed class Announcements
{
    public static TheoryData<Type> Families => [typeof(BottleneckPlugin), typeof(ContrastivePlugin), typeof(LossesPlugin), typeof(LowRankPlugin),
        typeof(MetricsPlugin), typeof(ObjectivesPlugin), typeof(OptimizationPlugin), typeof(PreferencePlugin), typeof(PromptsPlugin), typeof(TextDataPlugin),
        typeof(TextModelsPlugin), typeof(VisionDataPlugin), typeof(VisionModelsPlugin)];

    [Theory]
    [MemberData(nameof(Families))]
    public void A_plugin_registers_exactly_what_it_announces(Type plugin)
    {
        var announced = plugin.Assembly.GetCustomAttributes<ProvidesAttribute>()
            .Select(provides => (provides.Kind, provides.Name, Options: provides.Options ?? typeof(NoOptions)));
        var registered = new Registrations((IPlugin)Activator.CreateInstance(plugin)!).All
            .Select(registration => (registration.Kind, registration.Name, registration.Options));
        Assert.Equal(announced.OrderBy(entry => (entry.Kind, entry.Name)), registered.OrderBy(entry => (entry.Kind, entry.Name)));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_component_has_a_summary_and_options_with_defaults_that_hold(Type plugin)
    {
        foreach (var provides in plugin.Assembly.GetCustomAttributes<ProvidesAttribute>())
        {
            Assert.EndsWith(".", provides.Summary, StringComparison.Ordinal);
            if (provides.Options is null) continue;
            var described = OptionDescription.Of(provides.Options);
            if (described.Any(option => option.Default == "required")) continue;
            OptionRules.Validate(OptionTree.Thaw(provides.Options, [], provides.Name), provides.Name);
        }
    }
}
