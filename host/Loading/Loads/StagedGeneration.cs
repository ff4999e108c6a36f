// A newer build of a plugin that is loaded and not in use yet.
using PluginHost.Loading.Discovery;

namespace PluginHost.Loading.Loads;

/// <summary>A newer build of a plugin that is loaded and not in use yet.</summary>
/// <param name="Found">The plugin as it was found.</param>
/// <param name="Copy">The files that it was loaded from.</param>
/// <param name="Generation">What was loaded.</param>
internal sealed record StagedGeneration(FoundPlugin Found, PluginCopy Copy, Generation Generation);
