// The copy of a plugin's folder that is hashed, trusted and loaded.
using PluginHost.Loading.Discovery;

namespace PluginHost.Loading.Loads;

/// <summary>A copy of a plugin's folder, whose content was just hashed.</summary>
/// <param name="Folder">The copy.</param>
/// <param name="ContentHash">What it is known by.</param>
/// <param name="Files">Its files with their hashes.</param>
internal sealed record PluginCopy(string Folder, string ContentHash, IReadOnlyList<PluginFile> Files);
