// Asks about the untrusted plugins that a recipe names, before it runs.
using System.Runtime.CompilerServices;
using PluginHost.Loading;
using PluginHost.Scripting;

namespace PluginHost.App;

/// <summary>
/// Gets a yes or a no for each plugin that a recipe names and that nobody has said yes to. Without a terminal the answer is no: the worker
/// then refuses the plugin with the command that trusts it. What a recipe names only when it runs is refused there, too.
/// </summary>
internal static class PluginPermission
{
    /// <summary>Returns when there is nothing (more) to ask.</summary>
    /// <param name="checkout">Where things are.</param>
    /// <param name="recipe">The script's absolute path.</param>
    /// <param name="texts">Texts that stand in place of the files; null reads files.</param>
    /// <param name="settings">Values of settings, which may be names of components.</param>
    /// <exception cref="RecipeException">The recipe refers to a plugin, and the answer was no.</exception>
    public static void Get(Checkout checkout, string recipe, IReadOnlyDictionary<string, string>? texts, IReadOnlyCollection<string> settings)
    {
        // A start waits for this process: most have no stranger's plugin, and then nothing is looked at.
        var options = CatalogOptions.For(checkout.Artifacts);
        if (Question.CanBeAsked && options.OtherFolders.Any(folder => Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())) Ask(options, recipe, texts, settings);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Ask(CatalogOptions options, string recipe, IReadOnlyDictionary<string, string>? texts, IReadOnlyCollection<string> settings)
    {
        var catalog = new PluginCatalog(options);
        var untrusted = catalog.Plugins.Where(plugin => plugin is { BuiltIn: false, Refused: null, Trusted: false }).ToList();
        if (untrusted.Count == 0) return;
        foreach (var (plugin, referred) in RecipePlugins.Among(untrusted, recipe, texts, settings))
        {
            Console.Error.WriteLine($"The recipe {recipe} {(referred ? "uses" : "mentions something of")} a plugin that nobody here has said yes to, and a plugin is a program that may do whatever you may.");
            Console.Error.Write(PluginText.Of(plugin));
            if (Question.Ask("Trust it with exactly these files?", $"{plugin.Name} is not trusted, and the recipe was not run."))
            {
                catalog.Trust(plugin.Name, shown: plugin.ContentHash);
                continue;
            }

            if (referred) throw new RecipeException($"The recipe {recipe} was not run: it uses the plugin \"{plugin.Name}\" ({plugin.File}), which is not trusted.");
            Console.Error.WriteLine($"{plugin.Name} is not trusted; the run ends where it needs it.");
        }
    }
}
