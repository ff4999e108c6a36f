// An adapter in files.
namespace PluginHost;

/// <summary>An adapter in files: a folder in PEFT's layout.</summary>
/// <param name="Directory">The folder; relative to where the run was started from.</param>
public sealed record AdapterReference(string Directory);
