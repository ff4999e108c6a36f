// Options of the head "language-modeling".
namespace PluginHost.Objectives;

/// <summary>Options of the head <c>language-modeling</c>.</summary>
public sealed record LanguageModelingOptions
{
    /// <summary>Whether to project with the token embeddings' weight; null for what the architecture does.</summary>
    public bool? Tied { get; init; }
}
