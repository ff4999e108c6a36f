// The values of --set.
namespace PluginHost.App;

/// <summary>The values of <c>--set name=value</c>.</summary>
internal static class SettingList
{
    /// <summary>The values by name.</summary>
    /// <exception cref="RecipeException">One has no "=", or a name is given twice with different values.</exception>
    public static IReadOnlyDictionary<string, string> Parse(IReadOnlyList<string> given)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in given)
        {
            var at = setting.IndexOf('=');
            if (at <= 0) throw new RecipeException($"--set {setting}: expected name=value, as in --set steps=200.");
            var (name, value) = (setting[..at], setting[(at + 1)..]);
            if (values.TryGetValue(name, out var before) && before != value)
                throw new RecipeException($"--set gives {name} twice: \"{before}\" and \"{value}\".");
            values[name] = value;
        }

        return values;
    }

    /// <summary>Refuses a name that the recipe asks for nowhere, before anything of it runs.</summary>
    /// <param name="given">The names on the command line.</param>
    /// <param name="known">The names that the recipe asks for.</param>
    /// <exception cref="RecipeException">There is such a name.</exception>
    public static void Check(IEnumerable<string> given, IReadOnlyList<string> known)
    {
        var faults = given.Except(known).Select(name => $"The recipe has no setting \"{name}\".{NearMatches.Sentence(name, known)}").ToList();
        if (faults.Count == 0) return;
        throw new RecipeException($"{string.Join(' ', faults)} {(known.Count == 0 ? "It has no settings at all." : $"It has: {string.Join(", ", known)}.")}");
    }
}
