// Resolves the #r of a script: plugins, and what the framework has.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PluginHost.Loading.Loads;

namespace PluginHost.Scripting.Compilation;

/// <summary>
/// Resolves <c>#r</c>. Every <c>plugin:</c> of the script was looked up before and is among the references already, as is the framework,
/// so that there is nothing to add; anything else is not there.
/// </summary>
/// <param name="plugins">A reference for each <c>plugin:</c> that the script names.</param>
internal sealed class PluginReferences(IReadOnlyDictionary<string, ImmutableArray<PortableExecutableReference>> plugins) : MetadataReferenceResolver
{
    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) =>
        plugins.TryGetValue(reference, out var found) ? found
            : HostAssemblies.FileOf(reference) is { } file ? [MetadataReference.CreateFromFile(file, properties)]
            : [];

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => plugins.GetHashCode();
}
