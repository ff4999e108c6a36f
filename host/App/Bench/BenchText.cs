// The text that every checkout has: its own sources, one after another.
namespace PluginHost.App;

/// <summary>The text that the GPT of the bench reads.</summary>
internal static class BenchText
{
    /// <summary>Writes the checkout's sources into one file and returns its path.</summary>
    public static string Write(string home, string path)
    {
        using var output = File.Create(path);
        foreach (var folder in new[] { "host", "plugins" })
            foreach (var file in Directory.EnumerateFiles(Path.Join(home, folder), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                output.Write(File.ReadAllBytes(file));
        return path;
    }
}
