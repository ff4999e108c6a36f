// Turns a script into a recipe that can be run: from the cache when nothing it was made of has changed, else with the compiler.
using System.Runtime.CompilerServices;
using PluginHost.Loading;

namespace PluginHost.Scripting;

/// <summary>
/// Compiles recipes. A recipe that was compiled before, with the same text, the same host and the same plugins, comes from the cache
/// without the compiler being loaded, which is most of what a first start takes.
/// </summary>
/// <param name="catalog">The plugins that a recipe may refer to.</param>
/// <param name="cacheDirectory">A folder of the host's own.</param>
public sealed class RecipeCompiler(PluginCatalog catalog, string cacheDirectory)
{
    private readonly RecipeCache _cache = new(cacheDirectory);

    /// <summary>The recipe of a script file.</summary>
    /// <param name="path">The script.</param>
    /// <param name="given">Texts by absolute path that stand in place of the files, for a recipe as it was; null reads files.</param>
    /// <exception cref="RecipeException">
    /// The file cannot be read, does not compile, or refers to a plugin that is not there; each error with file, line, column and the line itself.
    /// </exception>
    public CompiledRecipe Compile(string path, IReadOnlyDictionary<string, string>? given = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var source = RecipeSource.Read(path, given);
        if (string.IsNullOrWhiteSpace(source.Text)) throw new RecipeException($"The recipe {source.Path} is empty; docs/writing-a-recipe.md shows what one looks like.");
        var key = source.Key(catalog);
        if (_cache.Find(key, catalog) is { } cached) return new CompiledRecipe(cached, catalog, source.Texts, fromCache: true);
        var compiled = CompileAfresh(source);
        _cache.Keep(key, compiled);
        return new CompiledRecipe(compiled, catalog, source.Texts, fromCache: false);
    }

    /// <summary>Apart from <see cref="Compile"/>, so that a start from the cache does not load the compiler's assemblies.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private RecipeImage CompileAfresh(RecipeSource source) => Compilation.RecipeCompilation.Emit(source, catalog);
}
