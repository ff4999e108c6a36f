// Gives the compiler the scripts that were read for the cache's key, so that what is compiled is what was hashed.
using System.Text;
using Microsoft.CodeAnalysis;

namespace PluginHost.Scripting.Compilation;

/// <summary>Resolves <c>#load</c> among the files that were read with the script.</summary>
/// <param name="source">The script.</param>
internal sealed class LoadedScripts(RecipeSource source) : SourceReferenceResolver
{
    public override string NormalizePath(string path, string? baseFilePath) => RecipeSource.Resolve(path, baseFilePath ?? source.Path);

    public override string? ResolveReference(string path, string? baseFilePath)
    {
        var file = NormalizePath(path, baseFilePath);
        return source.Loaded.ContainsKey(file) ? file : null;
    }

    public override Stream OpenRead(string resolvedPath) => new MemoryStream(Encoding.UTF8.GetBytes(source.Loaded[resolvedPath]));

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => source.GetHashCode();
}
