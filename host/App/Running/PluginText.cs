// What somebody is shown of a plugin who is to say whether it may run.
using System.Globalization;
using System.Text;
using PluginHost.Loading;

namespace PluginHost.App;

/// <summary>Shows a plugin to whoever is to trust it: what it calls itself, who it says wrote it, what it provides, and every file of it.</summary>
internal static class PluginText
{
    private const int HashShown = 16;

    /// <summary>The lines. All of it is read from metadata; nothing of the plugin has run.</summary>
    public static string Of(PluginInfo plugin)
    {
        var text = new StringBuilder();
        Line("plugin", $"{plugin.Name} {plugin.Version}");
        Line("author", plugin.Author ?? "it does not say");
        if (plugin.Description is { } description) Line("what for", description);
        foreach (var kind in plugin.Entries.GroupBy(entry => entry.Kind).OrderBy(group => group.Key))
            Line(KindName(kind.Key), string.Join(", ", kind.Select(entry => entry.Name)));
        Line("folder", Path.GetDirectoryName(plugin.File) ?? plugin.File);
        var files = plugin.Files.OrderBy(file => file.Key, StringComparer.Ordinal).ToList();
        var width = files.Count == 0 ? 0 : files.Max(file => file.Key.Length);
        for (var i = 0; i < files.Count; i++) Line(i == 0 ? "files" : "", $"{Printable(files[i].Key).PadRight(width)}  sha256 {files[i].Value[..Math.Min(HashShown, files[i].Value.Length)]}…");
        if (plugin.Changes.Count > 0) Line("since the last yes", Printable(string.Join(", ", plugin.Changes)));
        return text.ToString();

        void Line(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"  {name,-18} {value}\n");
    }

    /// <summary>How people call a kind.</summary>
    public static string KindName(Kind kind) => kind == Kind.MergeMethod ? "merge method" : kind.ToString().ToLowerInvariant();

    // A file's name may hold what would move a terminal's cursor.
    private static string Printable(string name) => string.Concat(name.Select(letter => char.IsControl(letter) ? '?' : letter));
}
