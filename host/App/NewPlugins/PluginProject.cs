// Writes the project of a new plugin from the checkout's templates.
using System.Security;

namespace PluginHost.App;

/// <summary>A new plugin's project: <c>templates/common</c> and the folder of its kind below <c>templates</c>, with its own names.</summary>
/// <param name="checkout">Where templates and feed are.</param>
/// <param name="kind">What it provides.</param>
/// <param name="name">Its name, in kebab-case.</param>
internal sealed class PluginProject(Checkout checkout, Kind kind, string name)
{
    // What the host's build takes in or looks through.
    private static readonly string[] s_hosts = ["host", "plugins", "tests", "templates", "artifacts"];

    private readonly PluginNames _names = new(name, PluginKinds.Suffix(kind));

    /// <summary>The folder with the one package that plugins compile against, made by the host's build.</summary>
    public static string Feed(Checkout checkout) => Path.Join(checkout.Artifacts, "feed");

    /// <summary>Writes the project; the folder is there whole or not at all.</summary>
    /// <param name="folder">The folder, absolute; made where it is not there.</param>
    /// <returns>The files, relative to the folder.</returns>
    /// <exception cref="RecipeException">Something is in the folder.</exception>
    /// <exception cref="SetupException">Templates or feed are not there.</exception>
    public IReadOnlyList<string> Write(string folder)
    {
        foreach (var part in s_hosts.Select(part => Path.Join(checkout.Home, part)))
            if (folder == part || folder.StartsWith(part + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new RecipeException($"{folder} is in {part}, and whatever is there is part of the host's own build. Name a folder elsewhere with --output.");
        if (File.Exists(folder)) throw new RecipeException($"{folder} is a file; a new plugin needs a folder of its own. Name another with --output.");
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).FirstOrDefault() is { } there)
            throw new RecipeException($"{folder} is not empty ({Path.GetFileName(there)} is in it), and nothing is written over. Name another folder with --output.");
        if (!File.Exists(Path.Join(Feed(checkout), "PluginHost.Sdk.version")))
            throw new SetupException($"The package that plugins compile against is not in {Feed(checkout)}. The host's build makes it: remove {Path.Join(checkout.Artifacts, "hosts")} and start again.");
        var texts = Template("common").Concat(Template(PluginKinds.Name(kind))).ToList();
        WholeDirectory.Write(folder, target =>
        {
            foreach (var (file, text) in texts) File.WriteAllText(Path.Join(target, file), text);
        });
        return [.. texts.Select(text => text.File).Order(StringComparer.Ordinal)];
    }

    private IEnumerable<(string File, string Text)> Template(string part)
    {
        var folder = Path.Join(checkout.Home, "templates", part);
        if (!Directory.Exists(folder)) throw new SetupException($"The templates of new plugins are not in {folder}: the checkout is not whole.");
        return Directory.GetFiles(folder).Select(file => (_names.Fill(Path.GetFileName(file)), Fill(File.ReadAllText(file), isXml: !file.EndsWith(".md", StringComparison.Ordinal))));
    }

    private string Fill(string text, bool isXml)
    {
        return _names.Fill(text)
            .Replace("@FEED@", Path(Feed(checkout)), StringComparison.Ordinal)
            .Replace("@PROGRAM@", Path(System.IO.Path.Join(checkout.Home, "pluginhost")), StringComparison.Ordinal)
            .Replace("@HOME@", Path(checkout.Home), StringComparison.Ordinal)
            .Replace("@CLASS@", _names.Class, StringComparison.Ordinal)
            .Replace("@KIND@", PluginKinds.WithArticle(kind), StringComparison.Ordinal);

        string Path(string path) => isXml ? SecurityElement.Escape(path) : path;
    }
}
