// PEFT's rules about module paths: what is excluded, which layers take part, which pattern a module has.
using System.Globalization;
using System.Text.RegularExpressions;

namespace PluginHost.LowRank;

/// <summary>PEFT's rules about module paths.</summary>
internal static class ModulePaths
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Whether a path is one of the names, or ends in "." and one of them. A single name with <c>* ( [ | ^ $ \</c> is a regular expression over the whole path.</summary>
    public static bool IsNamed(string path, IReadOnlyList<string> names) => names is [var only] && only.AsSpan().IndexOfAny("*([|^$\\") >= 0
        ? Regex.IsMatch(path, $"^(?:{only})$", RegexOptions.CultureInvariant, Patience)
        : names.Any(name => path == name || path.EndsWith("." + name, StringComparison.Ordinal));

    /// <summary>Whether a path lies in one of the layers: the number behind a module list's name, as the 3 of <c>transformer.h.3.attn</c>.</summary>
    /// <param name="path">A module's path.</param>
    /// <param name="layers">The layers' numbers; empty for all.</param>
    /// <param name="lists">Names of module lists; empty for any.</param>
    public static bool IsInLayers(string path, IReadOnlyList<int> layers, IReadOnlyList<string> lists)
    {
        if (layers.Count == 0) return true;
        foreach (var list in lists.Count == 0 ? ["[^.]*"] : lists)
        {
            var match = Regex.Match(path, $@"^(?:.*\.)?{list}\.(\d+)\.", RegexOptions.CultureInvariant, Patience);
            if (match.Success) return layers.Contains(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        }

        return false;
    }

    /// <summary>The value of the first pattern that the path ends in, or the fallback. A pattern is a regular expression for the end of a path.</summary>
    public static T ByPattern<T>(string path, IReadOnlyDictionary<string, T> patterns, T fallback)
    {
        foreach (var (pattern, value) in patterns)
            if (Regex.IsMatch(path, $@"^(?:.*\.)?(?:{pattern})$", RegexOptions.CultureInvariant, Patience))
                return value;
        return fallback;
    }
}
