// Paths as a person would type them.
namespace PluginHost.App;

/// <summary>Paths as a person would type them.</summary>
internal static class ShownPath
{
    /// <summary>The path from the current folder where that leads down, else the whole one.</summary>
    public static string Of(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
