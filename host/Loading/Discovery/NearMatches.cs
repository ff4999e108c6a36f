// "Did you mean": names by how little has to be changed.
namespace PluginHost.Loading.Discovery;

/// <summary>Finds names that look like another.</summary>
internal static class NearMatches
{
    /// <summary>The names in which little has to be changed, the nearest first; at most three.</summary>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> names) =>
    [
        .. names.Distinct(StringComparer.Ordinal)
            .Select(candidate => (candidate, distance: Distance(name, candidate)))
            .Where(pair => pair.distance <= Math.Max(1, Math.Max(name.Length, pair.candidate.Length) / 3)
                || (name.Length >= 3 && (pair.candidate.Contains(name, StringComparison.OrdinalIgnoreCase) || name.Contains(pair.candidate, StringComparison.OrdinalIgnoreCase))))
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Take(3).Select(pair => pair.candidate),
    ];

    /// <summary>How many letters have to be put in, left out or changed (Levenshtein), without regard to case and to hyphens.</summary>
    private static int Distance(string from, string to)
    {
        from = Plain(from);
        to = Plain(to);
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 0; i < from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < to.Length; j++)
            {
                var replaced = diagonal + (from[i] == to[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, 1 + Math.Min(row[j], row[j + 1]));
            }
        }

        return row[to.Length];
    }

    private static string Plain(string name) => name.Replace("-", "").Replace("_", "").ToLowerInvariant();
}
