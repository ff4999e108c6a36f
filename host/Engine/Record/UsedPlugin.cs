// A plugin that a run has loaded.
namespace PluginHost.Engine;

/// <summary>A plugin that a run has loaded.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its assembly's version.</param>
/// <param name="Hash">SHA-256 over the names and hashes of all its files, in lower-case hexadecimal.</param>
/// <param name="Files">SHA-256 of each file, by its path below the plugin's folder.</param>
public sealed record UsedPlugin(string Name, string Version, string Hash, IReadOnlyDictionary<string, string> Files);
