// What differs between the files of a plugin and those that are trusted.
using PluginHost.Loading.Discovery;

namespace PluginHost.Loading.Trust;

/// <summary>What differs between the files of a plugin and those that are trusted, in words.</summary>
internal static class Differences
{
    /// <summary>The differences, as in <c>acme.dll has changed</c>.</summary>
    /// <param name="trusted">Names and hashes of the files that are trusted.</param>
    /// <param name="files">Those that are there.</param>
    public static IReadOnlyList<string> Of(IReadOnlyDictionary<string, string> trusted, IReadOnlyList<PluginFile> files) =>
    [
        .. files.Where(file => trusted.GetValueOrDefault(file.Name) != file.Hash).Select(file => $"{file.Name} {(trusted.ContainsKey(file.Name) ? "has changed" : "is new")}"),
        .. trusted.Keys.Where(name => files.All(other => other.Name != name)).Select(name => $"{name} is gone"),
    ];
}
