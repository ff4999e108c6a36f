// A model in files.
namespace PluginHost;

/// <summary>A model in files: a folder in Hugging Face's layout.</summary>
/// <param name="Directory">The folder; relative to where the run was started from.</param>
public sealed record ModelReference(string Directory);
