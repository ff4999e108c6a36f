// Resolves #r "plugin:NAME" to the copy of the plugin that is loaded or would be.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;
using PluginHost.Loading;

namespace PluginHost.Scripting.Compilation;

/// <summary>Resolves <c>#r "plugin:NAME"</c>, where the name is a plugin's or that of anything it provides, and file names as ever.</summary>
internal sealed class PluginReferences(PluginCatalog catalog) : MetadataReferenceResolver
{
    private const string Scheme = "plugin:";

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) =>
        reference.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? [.. catalog.PluginsFor(reference[Scheme.Length..].Trim()).Select(plugin => MetadataReference.CreateFromFile(catalog.ReferencePath(plugin), properties))]
            : ScriptMetadataResolver.Default.ResolveReference(reference, baseFilePath, properties);

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => catalog.GetHashCode();
}
