// pluginhost generate: continues a text with a saved model.
using PluginHost.Engine;
using PluginHost.Loading;

namespace PluginHost.App;

/// <summary>The generate command.</summary>
/// <param name="checkout">Where things are.</param>
/// <param name="options">What the command line says.</param>
internal sealed class GenerateCommand(Checkout checkout, GenerateOptions options)
{
    /// <summary>Writes the prompt and what follows it to the standard output.</summary>
    public int Execute()
    {
        TorchSharp.Native.Preload();
        var catalog = new PluginCatalog(CatalogOptions.For(checkout.Artifacts));
        var text = RunThread.Execute(() => Task.FromResult(TextGenerator.Generate(
            catalog, Folder(options.Model, "model"), options.Adapter is null ? null : Folder(options.Adapter, "adapter"),
            options.Prompt, options.Generation, options.Device, sentence => Console.Error.WriteLine("warning: " + sentence))));
        Console.Out.WriteLine(text);
        return 0;
    }

    private static string Folder(string named, string what)
    {
        var path = Path.GetFullPath(named);
        return Directory.Exists(path) ? path : throw new RecipeException($"There is no {what} {named}: {path} is no folder.");
    }
}
