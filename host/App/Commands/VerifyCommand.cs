// pluginhost plugins verify: holds what a plugin registers to the contracts of its kinds. The checks are made in another process.
using System.Diagnostics;
using PluginHost.Loading;
using PluginHost.Terminal;

namespace PluginHost.App;

/// <summary>The verify command. Neither libtorch nor any plugin's code is loaded here, so nothing that a plugin does ends it.</summary>
/// <param name="checkout">Where things are.</param>
/// <param name="json">Whether to print JSON.</param>
/// <param name="patience">After what time a check that has not come back is given up.</param>
internal sealed class VerifyCommand(Checkout checkout, bool json, TimeSpan patience)
{
    // Whoever searches a file finds a sentence in one line.
    private const int UnbrokenWidth = 1 << 20;

    /// <summary>Verifies a plugin.</summary>
    /// <param name="named">Its name or path, or the name of something that it provides.</param>
    /// <returns>0 when every check holds, 1 when one does not.</returns>
    public int Execute(string named)
    {
        var target = NamedPlugin.Find(checkout, named);
        Permit(target);
        IVerifyDisplay display = json ? new VerifyJson(target.Plugin, Console.Out) : new VerifyText(target.Plugin, Console.IsOutputRedirected ? Consoles.Plain(Console.Out, UnbrokenWidth) : Screen.Output());
        var clock = Stopwatch.StartNew();
        display.Begin();
        var failed = new Verifier(target, patience).Run(display.Show);
        display.End(clock.Elapsed);
        return failed ? 1 : 0;
    }

    private void Permit(NamedPlugin target)
    {
        var plugin = target.Plugin;
        if (plugin.Trusted) return;
        if (!Question.CanBeAsked) throw target.NotTrusted(checkout.Program);
        Console.Error.WriteLine("Nobody here has said yes to this plugin, and a plugin is a program that may do whatever you may.");
        Console.Error.Write(PluginText.Of(plugin));
        if (!Question.Ask("Trust it with exactly these files?", $"{plugin.Name} is not trusted, and was not verified.")) throw target.NotTrusted(checkout.Program);
        new PluginCatalog(target.Options).Trust(plugin.Name, shown: plugin.ContentHash);
    }
}
