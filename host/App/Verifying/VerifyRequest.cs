// What a verifying process is told to do, as one word of its command line.
using System.Text.Json.Nodes;
using PluginHost.Loading;

namespace PluginHost.App;

/// <summary>What a verifying process is told to do.</summary>
/// <param name="Plugin">The plugin's name.</param>
/// <param name="Folder">The plugin's folder; null for a built-in one.</param>
/// <param name="Component">The name of the components that are meant; null where all are.</param>
/// <param name="From">The first check of the plan that is made; those before it were made by another process.</param>
/// <param name="Log">Takes what the plugin and the runtime print.</param>
internal sealed record VerifyRequest(string Plugin, string? Folder, string? Component, int From, string Log)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static VerifyRequest Parse(string text)
    {
        var tree = JsonNode.Parse(text)!;
        return new VerifyRequest(tree["plugin"]!.GetValue<string>(), tree["folder"]?.GetValue<string>(), tree["component"]?.GetValue<string>(), tree["from"]!.GetValue<int>(), tree["log"]!.GetValue<string>());
    }

    /// <summary>The same as text.</summary>
    public override string ToString() =>
        new JsonObject { ["plugin"] = Plugin, ["folder"] = Folder, ["component"] = Component, ["from"] = From, ["log"] = Log }.ToJsonString();

    /// <summary>The plugins of the verification: the built-in ones, whose architectures adapters are put on, and this one. What else is installed has no part in it.</summary>
    public CatalogOptions Options(Checkout checkout) => CatalogOptions.For(checkout.Artifacts) with { OtherFolders = Folder is null ? [] : [Folder] };
}
