// pluginhost plugins: what there is to compose runs of. Listing reads metadata only; no plugin's code and no libtorch is loaded for it.
using System.Text.Json.Nodes;
using PluginHost.Loading;
using PluginHost.Terminal;
using Spectre.Console;

namespace PluginHost.App;

/// <summary>The plugins command.</summary>
/// <param name="checkout">Where things are.</param>
/// <param name="json">Whether to print JSON.</param>
internal sealed class PluginsCommand(Checkout checkout, bool json)
{
    private const int HashShown = 12;

    private readonly PluginCatalog _catalog = new(CatalogOptions.For(checkout.Artifacts));

    /// <summary>Lists every plugin, also those that cannot be used.</summary>
    public int List()
    {
        var plugins = _catalog.Plugins;
        if (json) return Print(new JsonObject { ["plugins"] = new JsonArray([.. plugins.Select(PluginTree)]) });
        var console = Screen.Output();
        if (plugins.Count == 0)
            console.Write(new Text($"There are no plugins. Looked in {string.Join(", ", _catalog.Options.BuiltInFolders.Concat(_catalog.Options.OtherFolders))}.\n"));
        var table = Screen.Table("Kind", "Name", "What it does", "Plugin");
        table.Columns[0].NoWrap();
        table.Columns[1].NoWrap();
        table.Columns[3].NoWrap();
        foreach (var entry in _catalog.Entries.OrderBy(entry => entry.Kind).ThenBy(entry => entry.Name, StringComparer.Ordinal))
            table.AddRow(Screen.Cell(KindName(entry.Kind)), Screen.Cell(entry.Name), Screen.Cell(entry.Summary ?? ""), Screen.Cell(entry.Plugin));
        if (table.Rows.Count > 0) console.Write(table);
        foreach (var plugin in plugins.Where(plugin => plugin.Refused is not null)) console.Write(new Text($"Refused: {plugin.Refused}\n"));
        foreach (var plugin in plugins.Where(plugin => plugin.Tampered is not null)) console.Write(new Text($"Refused: {plugin.Tampered}\n"));
        foreach (var plugin in plugins.Where(plugin => plugin is { Tampered: null, Refused: null, Trusted: false }))
            console.Write(new Text($"{(plugin.Changes.Count == 0 ? "Not trusted yet" : "Not trusted any more")}: {plugin.Name} ({plugin.File}){(plugin.Changes.Count == 0 ? "" : $": {string.Join(", ", plugin.Changes)}")}. "
                + $"Look at it, then: {checkout.Program} plugins trust {plugin.Name}\n"));
        return 0;
    }

    /// <summary>Shows a plugin, or every component of a name, or the one of a kind and a name (<c>adapter/lora</c>).</summary>
    public int Show(string name)
    {
        if (_catalog.Plugins.FirstOrDefault(plugin => plugin.Name == name) is { } found) return ShowPlugin(found);
        Kind? kind = null;
        if (name.Split('/') is [var prefix, var rest] && PluginKinds.All.TryGetValue(prefix, out var one)) (kind, name) = (one, rest);
        // Throws with near matches when there is nothing of that name.
        _catalog.PluginsFor(name);
        var components = _catalog.Entries.Where(entry => entry.Name == name && (kind ?? entry.Kind) == entry.Kind).Select(entry => _catalog.Describe(entry.Kind, entry.Name)).ToList();
        if (components.Count == 0) throw new RecipeException($"There is no {Component.TitleOf(kind!.Value, name)}. {checkout.Program} plugins list shows what there is.");
        if (json) return Print(new JsonObject { ["components"] = new JsonArray([.. components.Select(ComponentTree)]) });
        var console = Screen.Output();
        foreach (var component in components) ShowComponent(console, component);
        return 0;
    }

    /// <summary>Trusts a stranger's plugin; the command is the yes.</summary>
    /// <param name="name">Its name, or the path of its folder or assembly.</param>
    /// <param name="rebuilds">Whether whatever is built into its folder later is trusted too.</param>
    public int Trust(string name, bool rebuilds)
    {
        // A plugin outside of the folders that are looked in is named by its path.
        var (catalog, known) = NamedPlugin.IsPath(name) && NamedPlugin.Find(checkout, name) is var at ? (new PluginCatalog(at.Options), at.Plugin.Name) : (_catalog, name);
        var shown = catalog.Find(known);
        var plugin = catalog.Trust(known, shown?.ContentHash, rebuilds);
        if (json) return Print(PluginTree(plugin));
        Console.Out.Write(PluginText.Of(shown ?? plugin));
        Screen.Output().Write(new Text($"{plugin.Name} {plugin.Version} is trusted with the files that it has now (content {plugin.ContentHash[..HashShown]}). "
            + (rebuilds
                ? $"So is whatever is built into {Path.GetDirectoryName(plugin.File)} from now on: whoever can write there can run code as you. {checkout.Program} plugins untrust {plugin.Name} takes that back.\n"
                : "When one of them changes, it is asked about again.\n")));
        return 0;
    }

    /// <summary>Takes back every yes to a plugin.</summary>
    public int Untrust(string name)
    {
        var was = _catalog.Untrust(name);
        if (json) return Print(new JsonObject { ["name"] = name, ["wasTrusted"] = was, ["trusted"] = false });
        Screen.Output().Write(new Text(was ? $"{name} is not trusted any more; none of its code runs from now on. A run that has loaded it keeps it until its end.\n" : $"{name} was not trusted.\n"));
        return 0;
    }

    private int ShowPlugin(PluginInfo plugin)
    {
        if (json) return Print(PluginTree(plugin));
        var console = Screen.Output();
        var facts = Screen.Facts(("plugin", plugin.Name), ("version", plugin.Version), ("contract", plugin.Sdk), ("author", plugin.Author),
            ("what for", plugin.Description), ("file", plugin.File), ("hash", plugin.Hash), ("trusted", Trusted(plugin)), ("refused", plugin.Refused ?? plugin.Tampered));
        console.Write(facts);
        if (plugin.Entries.Count == 0) return 0;
        var table = Screen.Table("Kind", "Name", "What it does");
        foreach (var entry in plugin.Entries) table.AddRow(Screen.Cell(KindName(entry.Kind)), Screen.Cell(entry.Name), Screen.Cell(entry.Summary ?? ""));
        console.Write(table);
        // Options are described by loading the plugin, which showing it by its own name never does.
        foreach (var entry in plugin.Entries.Where(entry => entry.Name == plugin.Name))
            console.Write(new Text($"Its options: {checkout.Program} plugins show {PluginKinds.Name(entry.Kind)}/{entry.Name}\n"));
        return 0;
    }

    private void ShowComponent(IAnsiConsole console, ComponentDescription component)
    {
        var entry = component.Entry;
        var plugin = _catalog.Plugins.First(plugin => plugin.Name == entry.Plugin);
        console.Write(Screen.Facts((KindName(entry.Kind), entry.Name), ("what it does", component.Summary), ("plugin", $"{entry.Plugin} {entry.PluginVersion}"),
            ("file", plugin.File), ("hash", entry.Hash), ("in files called", entry.Format)));
        if (component.Options.Count == 0)
        {
            console.Write(new Text("It has no options.\n"));
            return;
        }

        var table = Screen.Table("Option", "Type", "Default", "Has to be", "What it is");
        table.Columns[0].NoWrap();
        foreach (var (option, summary) in component.Options)
            table.AddRow(Screen.Cell(option.Name), Screen.Cell(option.Type), Screen.Cell(option.Default), Screen.Cell(option.Rule), Screen.Cell(summary ?? ""));
        console.Write(table);
    }

    private static string Trusted(PluginInfo plugin) => plugin switch
    {
        { BuiltIn: true, Trusted: true } => "yes, built with the host",
        { Trusted: true } => "yes",
        _ => "no",
    };

    private static JsonObject PluginTree(PluginInfo plugin) => new()
    {
        ["name"] = plugin.Name,
        ["version"] = plugin.Version,
        ["sdk"] = plugin.Sdk,
        ["file"] = plugin.File,
        ["hash"] = plugin.Hash,
        ["contentHash"] = plugin.ContentHash,
        ["author"] = plugin.Author,
        ["description"] = plugin.Description,
        ["builtIn"] = plugin.BuiltIn,
        ["trusted"] = plugin.Trusted,
        ["changed"] = new JsonArray([.. plugin.Changes.Select(change => (JsonNode?)change)]),
        ["files"] = new JsonObject(plugin.Files.Select(file => KeyValuePair.Create(file.Key, (JsonNode?)file.Value))),
        ["refused"] = plugin.Refused ?? plugin.Tampered,
        ["provides"] = new JsonArray([.. plugin.Entries.Select(EntryTree)]),
    };

    private static JsonObject EntryTree(CatalogEntry entry) => new()
    {
        ["kind"] = KindName(entry.Kind),
        ["name"] = entry.Name,
        ["format"] = entry.Format,
        ["summary"] = entry.Summary,
    };

    private static JsonObject ComponentTree(ComponentDescription component)
    {
        var tree = EntryTree(component.Entry);
        tree["summary"] = component.Summary;
        tree["plugin"] = component.Entry.Plugin;
        tree["version"] = component.Entry.PluginVersion;
        tree["hash"] = component.Entry.Hash;
        tree["options"] = new JsonArray([.. component.Options.Select(described => new JsonObject
        {
            ["name"] = described.Option.Name,
            ["type"] = described.Option.Type,
            ["default"] = described.Option.Default,
            ["rule"] = described.Option.Rule,
            ["summary"] = described.Summary,
        })]);
        return tree;
    }

    private static string KindName(Kind kind) => PluginText.KindName(kind);

    private static int Print(JsonObject answer)
    {
        Console.Out.WriteLine(answer.ToJsonString());
        return 0;
    }
}
