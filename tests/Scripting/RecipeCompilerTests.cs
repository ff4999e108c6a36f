// Scripts become recipes: with plugins, with other scripts, from the cache without the compiler, and gone when they are done.
using System.Reflection;
using System.Runtime.Loader;
using PluginHost.Scripting;
using PluginHost.Tests.Loading;
using Xunit;

namespace PluginHost.Tests.Scripting;

public sealed class RecipeCompilerTests : IDisposable
{
    private readonly Bench _bench = new();

    private Workshop Workshop => _bench.Workshop;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_script_sees_the_verbs_the_usual_namespaces_and_the_built_in_plugins()
    {
        Workshop.Build("losses", Scenario.Loss("losses", "focal"), builtIn: true);
        var path = _bench.Script("""
            #!/usr/bin/env pluginhost
            var options = new LossesOptions { Strength = 0.25 };
            await Task.Delay(1);
            Print(string.Join(" ", new[] { "a", "b" }.Select(word => word + options.Strength)) + " " + Path.GetFileName(RunDirectory));
            Print(typeof(torch.Tensor).Name);
            """);
        Assert.Equal(["a0.25 b0.25 test", "Tensor"], _bench.Run(path));
    }

    [Fact]
    public void Only_the_plugins_that_a_script_uses_are_loaded()
    {
        Workshop.Build("losses", Scenario.Loss("losses", "focal"), builtIn: true);
        Workshop.Build("more", Scenario.Loss("more", "dice"), builtIn: true);
        var catalog = Workshop.Catalog();
        using var recipe = _bench.Compile(_bench.Script("Print(new MoreOptions().Strength.ToString());"), catalog);
        Assert.Equal(["more"], recipe.Plugins);
        Assert.All(catalog.Plugins, plugin => Assert.Equal(0, plugin.Generation));
        Assert.Equal(["0.5"], Bench.Run(recipe));
        Assert.Equal([("losses", 0), ("more", 1)], catalog.Plugins.Select(plugin => (plugin.Name, plugin.Generation)));
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("focal")]
    public void A_strangers_plugin_is_named_by_itself_or_by_what_it_provides(string name)
    {
        Workshop.Build("acme", Scenario.Loss("acme", "focal"));
        var catalog = Workshop.Trusting("acme");
        Assert.Equal(["AcmeLoss"], _bench.Run(_bench.Script($$"""
            #r "plugin:{{name}}"
            Print(typeof(AcmeLoss).Name);
            """), catalog));
    }

    [Fact]
    public void A_script_loads_others_beside_it()
    {
        _bench.Script("""
            #load "deeper.csx"
            string Greet(string whom) => $"{Word} {whom}";
            """, "parts/greeting.csx");
        _bench.Script("const string Word = \"Hello\";", "parts/deeper.csx");
        var path = _bench.Script("""
            #load "parts/greeting.csx"
            Print(Greet("you"));
            """);
        Assert.Equal(["Hello you"], _bench.Run(path));
        // What a loaded script says is part of what is compiled.
        _bench.Script("const string Word = \"Bye\";", "parts/deeper.csx");
        Assert.Equal(["Bye you"], _bench.Run(path));
    }

    [Fact]
    public void A_recipe_is_compiled_once()
    {
        Workshop.Build("losses", Scenario.Loss("losses", "focal"), builtIn: true);
        Workshop.Build("more", Scenario.Loss("more", "dice"), builtIn: true);
        var path = _bench.Script("Print(new LossesOptions().Strength.ToString());");
        Assert.False(FromCache());
        Assert.True(FromCache());
        // Another plugin than those that it uses.
        Workshop.Build("more", Scenario.Loss("more", "dice", reads: "\"v2\""), builtIn: true);
        Assert.True(FromCache());
        Workshop.Build("losses", Scenario.Loss("losses", "focal", reads: "\"v2\""), builtIn: true);
        Assert.False(FromCache());
        Assert.True(FromCache());
        _bench.Script("Print(new LossesOptions().Strength.ToString() + \"!\");");
        Assert.False(FromCache());

        // Damage costs a compilation.
        foreach (var file in Directory.EnumerateFiles(_bench.Cache)) File.WriteAllText(file, "x");
        Assert.False(FromCache());
        foreach (var file in Directory.EnumerateFiles(_bench.Cache, "*.dll")) File.WriteAllText(file, "x");
        Assert.False(FromCache());
        Assert.True(FromCache());

        bool FromCache()
        {
            using var recipe = _bench.Compile(path);
            Assert.StartsWith("0.5", Bench.Run(recipe)[0], StringComparison.Ordinal);
            return recipe.FromCache;
        }
    }

    [Fact]
    public async Task A_recipe_from_the_cache_starts_without_the_compiler()
    {
        var path = _bench.Script("Print(\"started\");");
        _bench.Run(path);
        var context = new WithoutCompiler(typeof(RecipeCompiler).Assembly.Location);
        var type = context.LoadFromAssemblyPath(typeof(RecipeCompiler).Assembly.Location).GetType(typeof(RecipeCompiler).FullName!)!;
        Assert.NotSame(typeof(RecipeCompiler), type);
        var compiler = Activator.CreateInstance(type, Workshop.Catalog(), _bench.Cache)!;
        // The key holds the identity of the scripting assembly, which is the same file here.
        var recipe = type.GetMethod(nameof(RecipeCompiler.Compile))!.Invoke(compiler, BindingFlags.DoNotWrapExceptions, null, [path, null], null)!;
        var host = new FakeRecipeHost();
        await (Task)recipe.GetType().GetMethod(nameof(CompiledRecipe.Run))!.Invoke(recipe, [new Recipe(host)])!;
        Assert.Equal(["started"], host.Printed);
        _bench.Script("Print(\"changed\");");
        Assert.ThrowsAny<Exception>(() => type.GetMethod(nameof(RecipeCompiler.Compile))!.Invoke(compiler, [path, null]));
    }

    [Fact]
    public async Task A_recipe_that_was_run_is_gone_from_memory_and_its_plugin_too()
    {
        Workshop.Build("losses", Scenario.Loss("losses", "focal"), builtIn: true);
        var catalog = Workshop.Catalog();
        var recipe = _bench.Compile(_bench.Script("var kept = new LossesOptions(); Print(kept.ToString());"), catalog);
        Assert.Equal("LossesOptions { Strength = 0.5 }", Assert.Single(Bench.Run(recipe)));
        Assert.True(recipe.Unload());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => recipe.Run(new Recipe(new FakeRecipeHost())));
        var unloaded = catalog.Unload("losses");
        Assert.True(unloaded.Complete, string.Join("\n", unloaded.StillHeld));
    }

    [Fact]
    public void A_recipe_takes_the_generation_in_use()
    {
        Workshop.Build("losses", Scenario.Loss("losses", "focal"), builtIn: true);
        var catalog = Workshop.Catalog();
        var path = _bench.Script("Print(new LossesLoss().Reads[0]);");
        Assert.Equal(["v1"], _bench.Run(path, catalog));
        Workshop.Build("losses", Scenario.Loss("losses", "focal", reads: "\"v2\""), builtIn: true);
        catalog.Reload("losses");
        Assert.Equal(["v2"], _bench.Run(path, catalog));
    }

    /// <summary>A host in which the compiler's assemblies cannot be loaded.</summary>
    private sealed class WithoutCompiler(string path) : AssemblyLoadContext("without compiler", isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
            ? throw new FileNotFoundException($"{assemblyName.Name} was asked for by {path}.")
            : null;
    }

    [Theory]
    [InlineData("var a = Setting(\"rate\", 1.0); var b = Setting<string>(fallback: \"\", name: \"da\" + \"ta\");", "rate data")]
    [InlineData("#load \"part.csx\"\nvar a = Setting(\"own\", 1);", "own loaded")]
    [InlineData("Print(\"none\");", "")]
    [InlineData("foreach (var name in new[] { \"a\", \"b\" }) Print(Setting(name, \"\"));", null)]
    [InlineData("Func<string, int, int> ask = Setting; Print($\"{ask(\"a\", 1)}\");", null)]
    public void The_settings_that_a_script_asks_for_are_known_before_it_runs(string text, string? names)
    {
        _bench.Script("var part = Setting(\"loaded\", 2);", "part.csx");
        var path = _bench.Script(text);
        foreach (var cached in new[] { false, true })
        {
            using var recipe = _bench.Compile(path);
            Assert.Equal(cached, recipe.FromCache);
            Assert.Equal(names?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), recipe.Settings?.Order());
        }
    }
}
