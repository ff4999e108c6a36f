// A recipe that can be run, in a context that can be unloaded.
using System.Reflection;
using System.Runtime.Loader;
using PluginHost.Loading;

namespace PluginHost.Scripting;

/// <summary>
/// A recipe that can be run. Its assembly lives in a collectible context of its own, which takes plugins from the catalog's generation in
/// use; the script's variables live until the recipe is disposed of and nothing else holds them.
/// </summary>
public sealed class CompiledRecipe : IDisposable
{
    private readonly RecipeContext _context;
    private readonly Assembly _assembly;

    internal CompiledRecipe(RecipeImage image, PluginCatalog catalog)
    {
        _context = new RecipeContext(catalog);
        _assembly = _context.LoadFromStream(new MemoryStream(image.Assembly), new MemoryStream(image.Symbols));
        Plugins = [.. image.Plugins.Keys];
    }

    /// <summary>The plugins that the recipe refers to.</summary>
    public IReadOnlyList<string> Plugins { get; }

    /// <summary>Runs the script to its end.</summary>
    /// <param name="recipe">Its verbs.</param>
    public async Task Run(Recipe recipe)
    {
        // What the compiler makes of a script: a class whose factory takes the submissions so far, the host's object first.
        var factory = _assembly.GetType("Submission#0", throwOnError: true)!.GetMethod("<Factory>", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            ?? throw new InvalidOperationException("The compiled recipe has no entry point.");
        var submissions = new object?[2];
        submissions[0] = recipe;
        await (Task<object>)factory.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [submissions], null)!;
    }

    /// <summary>Lets go of the recipe's assembly.</summary>
    public void Dispose() => _context.Unload();

    private sealed class RecipeContext(PluginCatalog catalog) : AssemblyLoadContext("recipe", isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            catalog.PluginOfAssembly(assemblyName.Name!) is { } found ? catalog.AssemblyOf(found.Plugin) : null;
    }
}
