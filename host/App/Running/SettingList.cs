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
}
