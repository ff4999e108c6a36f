// What a person probably meant.
namespace PluginHost;

/// <summary>Finds names that are like one that there is not, for the end of an error's sentence.</summary>
public static class NearMatches
{
    private const int Most = 3;

    /// <summary>The names that are most like another, best first; none when none is near. Case and hyphens do not count.</summary>
    /// <param name="wanted">What was asked for.</param>
    /// <param name="names">What there is.</param>
    public static IReadOnlyList<string> Of(string wanted, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(names);
        var plain = Plain(wanted);
        return [.. names.Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Plain: Plain(name)))
            .Select(candidate => (candidate.Name, candidate.Plain, Distance: Distance(plain, candidate.Plain)))
            .Where(candidate => candidate.Distance <= Math.Max(1, Math.Max(plain.Length, candidate.Plain.Length) / 3)
                || (plain.Length >= 3 && candidate.Plain.Contains(plain, StringComparison.Ordinal))
                || (candidate.Plain.Length >= 3 && plain.Contains(candidate.Plain, StringComparison.Ordinal)))
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Take(Most).Select(candidate => candidate.Name)];
    }

    /// <summary><c> Did you mean "a" or "b"?</c>, with the space before it; empty when no name is near.</summary>
    /// <param name="wanted">What was asked for.</param>
    /// <param name="names">What there is.</param>
    public static string Sentence(string wanted, IEnumerable<string> names)
    {
        var near = Of(wanted, names);
        return near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near.Select(name => $"\"{name}\""))}?";
    }

    // Edits between two words, an exchange of neighbours counting as one (optimal string alignment).
    private static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) table[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) table[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                table[i, j] = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }

        return table[a.Length, b.Length];
    }

    private static string Plain(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
