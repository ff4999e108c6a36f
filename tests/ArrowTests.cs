// The arrows between the floors of the house, from the built assemblies.
using System.Reflection;
using Xunit;

namespace PluginHost.Tests;

public sealed class ArrowTests
{
    // What each assembly may refer to among the project's own, as docs and design say it.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["PluginHost.Torch"] = [],
        ["PluginHost.Sdk"] = ["PluginHost.Torch"],
        ["PluginHost.Layers"] = ["PluginHost.Torch", "PluginHost.Sdk"],
        ["PluginHost.Loading"] = ["PluginHost.Sdk", "PluginHost.Torch"],
        ["PluginHost.Engine"] = ["PluginHost.Sdk", "PluginHost.Torch"],
        ["PluginHost.Conformance"] = ["PluginHost.Engine", "PluginHost.Sdk", "PluginHost.Torch"],
        ["PluginHost.Scripting"] = ["PluginHost.Engine", "PluginHost.Loading", "PluginHost.Sdk", "PluginHost.Torch"],
        ["PluginHost.Terminal"] = ["PluginHost.Sdk", "PluginHost.Torch"],
    };

    [Fact]
    public void Arrows_point_one_way()
    {
        foreach (var (name, allowed) in Allowed)
            Assert.Equal([], Own(Assembly.Load(name)).Except(allowed));
    }

    [Fact]
    public void Plugins_see_the_shared_assemblies_and_nothing_else()
    {
        var plugins = Directory.GetFiles(AppContext.BaseDirectory, "PluginHost.*.dll").Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => !Allowed.ContainsKey(name)).Select(name => Assembly.Load(name)).Where(assembly => assembly.IsDefined(typeof(PluginAttribute))).ToList();
        Assert.True(plugins.Count >= 7, $"only {plugins.Count} plugins were found");
        Assert.All(plugins, plugin => Assert.Equal([], Own(plugin).Except(["PluginHost.Torch", "PluginHost.Sdk", "PluginHost.Layers"])));
    }

    private static IEnumerable<string> Own(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!).Where(name => name.StartsWith("PluginHost.", StringComparison.Ordinal));
}
