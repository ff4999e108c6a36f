// What the doctor says of the plugins.
using PluginHost.Loading;

namespace PluginHost.App;

/// <summary>Looks at the plugins: how many there are, which are refused and why, which wait for trust.</summary>
internal static class PluginFindings
{
    /// <summary>The findings.</summary>
    public static IEnumerable<Finding> Examine(Checkout checkout)
    {
        PluginCatalog catalog;
        Finding? fault = null;
        try
        {
            catalog = new PluginCatalog(CatalogOptions.For(checkout.Artifacts));
        }
        catch (PluginHostException refused)
        {
            fault = new Finding("plugins", Verdict.Wrong, "cannot be looked at", refused.Message);
            catalog = null!;
        }

        if (fault is not null)
        {
            yield return fault;
            yield break;
        }

        var plugins = catalog.Plugins;
        var usable = plugins.Count(plugin => plugin is { Refused: null, Trusted: true });
        yield return usable > 0
            ? new Finding("plugins", Verdict.Good, $"{usable} with {catalog.Entries.Count} components")
            : new Finding("plugins", Verdict.Wrong, "none that can be used",
                $"Looked in {string.Join(", ", catalog.Options.BuiltInFolders.Concat(catalog.Options.OtherFolders))}; {checkout.Program} builds the built-in ones.");
        foreach (var plugin in plugins.Where(plugin => plugin.Refused is not null))
            yield return new Finding($"plugin {plugin.Name}", Verdict.Better, "refused", plugin.Refused);
        foreach (var plugin in plugins.Where(plugin => plugin.Tampered is not null))
            yield return new Finding($"plugin {plugin.Name}", Verdict.Wrong, "refused", plugin.Tampered);
        foreach (var plugin in plugins.Where(plugin => plugin is { Tampered: null, Refused: null, Trusted: false }))
            yield return new Finding($"plugin {plugin.Name}", Verdict.Better, $"not trusted ({plugin.File})", $"Look at it, then: {checkout.Program} plugins trust {plugin.Name}");
    }
}
