// What `pluginhost plugins` takes.
using System.CommandLine;

namespace PluginHost.App;

/// <summary>The subcommands of <c>pluginhost plugins</c> and their options.</summary>
internal static class PluginsOptions
{
    /// <summary>The command with its subcommands; alone it lists.</summary>
    public static Command Command(Checkout checkout)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object.", Recursive = true };
        var list = new Command("list", "Every plugin that was found and what it provides.");
        list.SetAction(parsed => new PluginsCommand(checkout, parsed.GetValue(json)).List());

        var shown = new Argument<string>("NAME") { Description = "A plugin, or something that one provides, alone or with its kind (adapter/lora)." };
        var show = new Command("show", "A plugin or a component: where it is from, and its options.") { shown };
        show.SetAction(parsed => new PluginsCommand(checkout, parsed.GetValue(json)).Show(parsed.GetValue(shown)!));

        var trusted = new Argument<string>("NAME|PATH") { Description = "A plugin, or the folder or .dll of one." };
        var trust = new Command("trust", "Let a stranger's plugin run, with exactly the files that it has now.") { trusted };
        var rebuilds = new Option<bool>("--rebuilds") { Description = "Trust whatever is built into its folder from now on, too: for a plugin of your own." };
        trust.Add(rebuilds);
        trust.SetAction(parsed => new PluginsCommand(checkout, parsed.GetValue(json)).Trust(parsed.GetValue(trusted)!, parsed.GetValue(rebuilds)));

        var untrusted = new Argument<string>("NAME") { Description = "A plugin." };
        var untrust = new Command("untrust", "Take back every yes to a stranger's plugin.") { untrusted };
        untrust.SetAction(parsed => new PluginsCommand(checkout, parsed.GetValue(json)).Untrust(parsed.GetValue(untrusted)!));

        var named = new Argument<string>("NAME") { Description = "The plugin's name, like acme-lora; what it provides has the same." };
        var kind = new Option<string>("--kind") { Description = $"What it provides: {string.Join(", ", PluginKinds.All.Keys)}.", HelpName = "KIND" };
        var output = new Option<string>("--output") { Description = "The folder to write; NAME unless it is given.", HelpName = "DIR" };
        var create = new Command("new", "Write the project of a plugin that works, to be made into yours.") { named, kind, output };
        create.SetAction(parsed => new NewCommand(checkout, parsed.GetValue(json)).Execute(parsed.GetValue(named)!, parsed.GetValue(kind), parsed.GetValue(output)));

        var verified = new Argument<string>("PATH|NAME") { Description = "A plugin's folder or .dll, its name, or the name of something that one provides." };
        var timeout = new Option<string?>("--timeout") { Description = "Give up a check that has not come back after a time [default: 60s].", HelpName = "time" };
        var verify = new Command("verify", "Hold what a plugin registers to the contracts of its kinds. Exit code 0 when all checks hold, 1 when one does not.") { verified, timeout };
        verify.SetAction(parsed => new VerifyCommand(checkout, parsed.GetValue(json), RunOptions.Time("--timeout", parsed.GetValue(timeout)) ?? TimeSpan.FromSeconds(60)).Execute(parsed.GetValue(verified)!));

        var command = new Command("plugins", "List, show, trust, verify and write plugins.") { json, list, show, trust, untrust, verify, create };
        command.SetAction(parsed => new PluginsCommand(checkout, parsed.GetValue(json)).List());
        return command;
    }
}
