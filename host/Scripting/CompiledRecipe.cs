// A recipe that can be run, in a context that can be unloaded.
using System.Reflection;
using System.Runtime.CompilerServices;
using PluginHost.Loading;
using PluginHost.Loading.Loads;

namespace PluginHost.Scripting;

/// <summary>
/// A recipe that can be run. Its assembly lives in a collectible context of its own, which takes plugins from the catalog's generation in
/// use; the script's variables live until the recipe is disposed of and nothing else holds them.
/// </summary>
public sealed class CompiledRecipe : IDisposable
{
    private readonly WeakReference _alive;
    private RecipeContext? _context;
    private Assembly? _assembly;

    internal CompiledRecipe(RecipeImage image, PluginCatalog catalog, IReadOnlyDictionary<string, string> texts, bool fromCache)
    {
        (Texts, FromCache) = (texts, fromCache);
        _context = new RecipeContext(image.Plugins, catalog);
        _assembly = _context.LoadFromStream(new MemoryStream(image.Assembly), new MemoryStream(image.Symbols));
        _alive = new WeakReference(_context, trackResurrection: true);
        Plugins = [.. image.Plugins.Select(plugin => plugin.Plugin)];
        Settings = image.Settings;
    }

    /// <summary>The plugins that the script's code refers to: those that it really uses, not all that it might.</summary>
    public IReadOnlyList<string> Plugins { get; }

    /// <summary>The names that the script and what it loads ask <c>Setting</c> for; null when one of them is computed.</summary>
    public IReadOnlyList<string>? Settings { get; }

    /// <summary>What it was compiled from, by absolute path: the script, and what it loads.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; }

    /// <summary>Whether it was compiled at an earlier start.</summary>
    public bool FromCache { get; }

    /// <summary>Runs the script to its end. What it throws comes out as it is; <see cref="RecipeLocation.Of"/> tells the script's line.</summary>
    /// <param name="recipe">Its verbs.</param>
    /// <exception cref="PluginException">A plugin that it refers to does not load.</exception>
    public Task Run(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ObjectDisposedException.ThrowIf(_assembly is null, this);
        // Here and not when the runtime asks for it in the middle of the script, where it would wrap what is wrong in errors of its own. A reload
        // while the script runs changes nothing for it: it goes on with what it was compiled against.
        _context!.Bind();
        // What the compiler makes of a script: a class whose factory takes the submissions so far, the host's object first.
        var factory = _assembly.GetType("Submission#0", throwOnError: true)!.GetMethod("<Factory>", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object>>>();
        return factory([recipe, null]);
    }

    /// <summary>Lets go of the recipe's assembly.</summary>
    public void Dispose() => Release();

    /// <summary>Lets go of the recipe's assembly and proves that it is gone from memory.</summary>
    /// <returns>False when something still holds an object or a delegate of the script.</returns>
    public bool Unload()
    {
        Release();
        Collection.Prove(_alive);
        return !_alive.IsAlive;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Release()
    {
        _context?.Release();
        _context?.Unload();
        (_context, _assembly) = (null, null);
    }
}
