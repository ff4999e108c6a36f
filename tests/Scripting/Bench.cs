// Scripts in a folder that goes away, with the plugins of a workshop.
using System.Runtime.CompilerServices;
using PluginHost.Loading;
using PluginHost.Scripting;
using PluginHost.Tests.Loading;

namespace PluginHost.Tests.Scripting;

/// <summary>Compiles and runs scripts against plugins that are compiled from text.</summary>
internal sealed class Bench : IDisposable
{
    public Workshop Workshop { get; } = new();

    public string Cache => Path.Join(Workshop.State, "recipes");

    public string Script(string text, string name = "recipe.csx") => Workshop.Write("scripts/" + name, text);

    public CompiledRecipe Compile(string path, PluginCatalog? catalog = null) => new RecipeCompiler(catalog ?? Workshop.Catalog(), Cache).Compile(path);

    /// <summary>Runs a script and gives what it printed. Not inlined, so that nothing of it stays on the caller's stack.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IReadOnlyList<string> Run(CompiledRecipe recipe)
    {
        var host = new FakeRecipeHost();
        // The scripts of these tests await nothing that takes time.
        var task = recipe.Run(new Recipe(host));
        if (!task.Wait(TimeSpan.FromMinutes(1))) throw new TimeoutException("The script did not end.");
        return host.Printed;
    }

    public IReadOnlyList<string> Run(string path, PluginCatalog? catalog = null)
    {
        using var recipe = Compile(path, catalog);
        return Run(recipe);
    }

    public void Dispose() => Workshop.Dispose();
}
