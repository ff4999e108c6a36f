// Finds plugins: lists the folders, and says of each what is in it or why it cannot be used.
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace PluginHost.Loading.Discovery;

/// <summary>Finds plugins. A plugin that cannot be used never stops the others: it is found with a sentence that says why.</summary>
internal static partial class PluginFinder
{
    /// <summary>Every plugin in the folders that the options name, built-in ones first, then in the order of the folders' names.</summary>
    public static List<FoundPlugin> Find(CatalogOptions options)
    {
        var cache = FinderCache.Read(options.StateDirectory);
        var found = new List<FoundPlugin>();
        foreach (var folder in options.BuiltInFolders)
            foreach (var plugin in Below(folder)) found.Add(cache.Recall(plugin, builtIn: true) ?? cache.Keep(Read(plugin, builtIn: true)));
        foreach (var folder in options.OtherFolders)
            foreach (var plugin in PluginFolders(folder))
                if (!found.Exists(other => other.Folder == plugin))
                    found.Add(cache.Recall(plugin, builtIn: false) ?? cache.Keep(Read(plugin, builtIn: false)));
        cache.Write();
        return found;
    }

    /// <summary>Reads one plugin's folder afresh.</summary>
    public static FoundPlugin Read(string folder, bool builtIn)
    {
        var files = new List<PluginFile>();
        var plugins = new List<PluginMetadata>();
        var faults = new List<string>();
        foreach (var file in FolderListing.Stat(folder))
        {
            byte[] content;
            try
            {
                content = File.ReadAllBytes(Path.Join(folder, file.Name));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                return new FoundPlugin(folder, builtIn, files, "", null, $"{Path.Join(folder, file.Name)} cannot be read: {unreadable.Message}");
            }

            files.Add(file with { Size = content.LongLength, Hash = Convert.ToHexStringLower(SHA256.HashData(content)) });
            if (file.Name.Contains('/') || !file.Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)) continue;
            try
            {
                if (PluginMetadataReader.Read(file.Name, content) is { } metadata) plugins.Add(metadata);
            }
            catch (BadImageFormatException fault)
            {
                faults.Add($"{Path.Join(folder, file.Name)} {fault.Message}");
            }
        }

        var refused = plugins switch
        {
            [] when faults.Count > 0 => string.Join(". ", faults) + ": build the plugin again.",
            [] when files.Exists(file => file.Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)) =>
                $"No .dll in {folder} has the attribute [assembly: Plugin(\"name\")], so none of them is a plugin.",
            [] => $"{folder} has no .dll, so there is no plugin in it.",
            [var only] => Check(Path.Join(folder, only.File), only),
            _ => $"{folder} has {plugins.Count} plugins ({string.Join(", ", plugins.Select(plugin => plugin.File))}): each needs a folder of its own.",
        };
        return new FoundPlugin(folder, builtIn, files, PluginFile.ContentHash(files), plugins is [var one] ? one : null, refused);
    }

    private static string? Check(string file, PluginMetadata plugin)
    {
        var who = $"Plugin \"{plugin.Name}\" ({file})";
        if (!KebabCase().IsMatch(plugin.Name)) return $"{file} calls itself \"{plugin.Name}\"; a plugin's name is in kebab-case, like \"low-rank\".";
        var version = plugin.Sdk.Split('.');
        if (version.Length > 2
            || !int.TryParse(version[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            || !int.TryParse(version.Length == 2 ? version[1] : "0", NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
            return $"{who} says that it was written against Sdk \"{plugin.Sdk}\"; the version is \"major\" or \"major.minor\", like \"{SdkVersion.Major}\".";
        if (major != SdkVersion.Major)
            return $"{who} was written against Sdk {plugin.Sdk}, and this host has Sdk {SdkVersion.Major}.{SdkVersion.Minor}: "
                + $"use a build of the plugin for Sdk {SdkVersion.Major}, or a host that has Sdk {major}.";
        if (minor > SdkVersion.Minor)
            return $"{who} wants Sdk {plugin.Sdk} or newer, and this host has Sdk {SdkVersion.Major}.{SdkVersion.Minor}: use a newer host, or an older build of the plugin.";
        if (plugin.Provides.FirstOrDefault(one => !Enum.IsDefined(one.Kind)) is { } strange)
            return $"{who} announces \"{strange.Name}\" as kind {(int)strange.Kind}, which this host does not know: use a newer host.";
        if (plugin.Provides.FirstOrDefault(one => !KebabCase().IsMatch(one.Name)) is { } shouting)
            return $"{who} announces {Component.TitleOf(shouting.Kind, shouting.Name)}; a component's name is in kebab-case, like \"low-rank\".";
        if (plugin.Provides.GroupBy(one => (one.Kind, one.Name)).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return $"{who} announces {Component.TitleOf(twice.Key.Kind, twice.Key.Name)} twice.";
        return plugin.EntryTypes switch
        {
            [] => $"{who} has no public class that implements IPlugin.",
            [_] => null,
            _ => $"{who} has {plugin.EntryTypes.Count} public classes that implement IPlugin ({string.Join(", ", plugin.EntryTypes)}); it has to have one.",
        };
    }

    private static IEnumerable<string> PluginFolders(string folder) =>
        !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*.dll").Any() ? [Path.GetFullPath(folder)] : Below(folder);

    // Sorted without LINQ, whose sort would be compiled at each start.
    private static string[] Below(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        var folders = Directory.GetDirectories(Path.GetFullPath(folder));
        Array.Sort(folders, StringComparer.Ordinal);
        return folders;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex KebabCase();
}
