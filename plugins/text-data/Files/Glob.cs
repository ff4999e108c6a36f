// File patterns: *, ?, ** and {a,b}.
using System.Text;
using System.Text.RegularExpressions;

namespace PluginHost.TextData;

/// <summary>
/// A file pattern over paths with forward slashes: <c>*</c> and <c>?</c> stay inside one folder, <c>**</c> crosses folders, <c>{a,b}</c>
/// is a choice. Case counts.
/// </summary>
internal sealed class Glob
{
    private static readonly char[] Special = ['*', '?', '{'];
    private readonly Regex _expression;

    public Glob(string pattern)
    {
        // A folder's pattern covers what is in it, and a path means the same with and without "./" in front.
        pattern = pattern.Replace('\\', '/');
        if (pattern.StartsWith("./", StringComparison.Ordinal)) pattern = pattern[2..];
        if (pattern.EndsWith('/')) pattern += "**";
        _expression = new Regex(Translate(pattern), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    /// <summary>Whether a text has pattern characters at all.</summary>
    public static bool IsPattern(string path) => path.IndexOfAny(Special) >= 0;

    /// <summary>The folder in front of the first pattern character, without a slash at its end, and the pattern that starts there.</summary>
    public static (string Root, string Pattern) Split(string path)
    {
        path = path.Replace('\\', '/');
        var slash = path.LastIndexOf('/', path.IndexOfAny(Special));
        return slash switch
        {
            < 0 => ("", path),
            0 => ("/", path[1..]),
            _ => (path[..slash], path[(slash + 1)..]),
        };
    }

    public bool IsMatch(string path) => _expression.IsMatch(path);

    private static string Translate(string pattern)
    {
        var expression = new StringBuilder("^");
        var depth = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '*' && i + 1 < pattern.Length && pattern[i + 1] == '*')
            {
                var folder = i + 2 < pattern.Length && pattern[i + 2] == '/';
                expression.Append(folder ? "(?:[^/]+/)*" : ".*");
                i += folder ? 2 : 1;
            }
            else
            {
                if (c == '{') depth++;
                expression.Append(c switch
                {
                    '*' => "[^/]*",
                    '?' => "[^/]",
                    '{' => "(?:",
                    '}' when depth > 0 => ")",
                    ',' when depth > 0 => "|",
                    _ => Regex.Escape(c.ToString()),
                });
                if (c == '}' && depth > 0) depth--;
            }
        }

        if (depth > 0) throw new RecipeException($"The file pattern \"{pattern}\" opens a {{ that it does not close.");
        return expression.Append('$').ToString();
    }
}
