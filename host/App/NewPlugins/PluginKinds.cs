// The kinds as a command line and a project call them.
namespace PluginHost.App;

/// <summary>The kinds as a command line and a project call them.</summary>
internal static class PluginKinds
{
    /// <summary>All kinds by their names in kebab-case, as the folders of <c>templates</c> are called.</summary>
    public static IReadOnlyDictionary<string, Kind> All { get; } = Enum.GetValues<Kind>().ToDictionary(Name, StringComparer.Ordinal);

    /// <summary>The kind of a name.</summary>
    /// <exception cref="RecipeException">There is none of that name; the sentence lists them.</exception>
    public static Kind Parse(string? name)
    {
        if (string.IsNullOrEmpty(name)) throw new RecipeException($"Say what the plugin is to provide: --kind {string.Join('|', All.Keys)}");
        return All.TryGetValue(name, out var kind)
            ? kind
            : throw new RecipeException($"There is no kind \"{name}\".{NearMatches.Sentence(name, All.Keys)} The kinds are: {string.Join(", ", All.Keys)}.");
    }

    /// <summary>As in <c>merge-method</c>.</summary>
    public static string Name(Kind kind) => PluginText.KindName(kind).Replace(' ', '-');

    /// <summary>What the class of such a component ends in.</summary>
    public static string Suffix(Kind kind) => kind == Kind.MergeMethod ? "Merge" : kind.ToString();

    /// <summary>As in <c>an adapter</c>.</summary>
    public static string WithArticle(Kind kind)
    {
        var name = PluginText.KindName(kind);
        return ("aeiou".Contains(name[0], StringComparison.Ordinal) ? "an " : "a ") + name;
    }
}
