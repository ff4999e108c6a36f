// A component as a recipe names it: neutral, so that a plan holds no plugin's type.
using System.Text.Json.Nodes;

namespace PluginHost;

/// <summary>A component as a recipe names it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its registered name.</param>
/// <param name="Options">Its options, frozen (<see cref="OptionTree"/>).</param>
public sealed record Component(Kind Kind, string Name, JsonObject Options)
{
    /// <summary>A component with an options record, which is frozen here; null for the component's defaults.</summary>
    public static Component Of(Kind kind, string name, object? options = null) =>
        new(kind, name, options as JsonObject ?? OptionTree.Freeze(options));

    /// <summary>How errors call it, as in <c>adapter "lora"</c>.</summary>
    public string Title => TitleOf(Kind, Name);

    /// <summary>How errors call a component, as in <c>adapter "lora"</c>.</summary>
    public static string TitleOf(Kind kind, string name) => $"{(kind == Kind.MergeMethod ? "merge method" : kind.ToString().ToLowerInvariant())} \"{name}\"";

    internal JsonObject ToTree() => new() { ["kind"] = Kind.ToString(), ["name"] = Name, ["options"] = Options.DeepClone() };

    internal static Component FromTree(JsonObject tree) =>
        new(Enum.Parse<Kind>(tree["kind"]!.GetValue<string>()), tree["name"]!.GetValue<string>(), tree["options"]?.DeepClone().AsObject() ?? []);
}
