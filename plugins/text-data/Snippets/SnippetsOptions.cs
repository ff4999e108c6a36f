// Options of the dataset "snippets".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.TextData;

/// <summary>Options of the dataset <c>snippets</c>: pieces of files, each with the kind of file that it is from.</summary>
public sealed record SnippetsOptions : IOptionsWithRules
{
    /// <summary>Files, folders and patterns (<c>*</c>, <c>?</c>, <c>**</c>, <c>{a,b}</c>), as in <c>src/**</c>; relative ones start where the run was started.</summary>
    [Required, MinLength(1)]
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Patterns of what folders and patterns pass over; by default what builds, runs and version control leave behind. A file that is named outright is never passed over.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = FileSet.UsualExclusions;

    /// <summary>
    /// The classes, in the order of their ids: a name and the patterns of its files, as in <c>"c++": ["*.cpp", "*.h"]</c>. A pattern without
    /// a slash is matched with the file's name, one with a slash with its path. The first class that matches counts; other files are left out.
    /// </summary>
    [Required, MinLength(2)]
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Labels { get; init; }

    /// <summary>How many tokens a snippet has. Files with fewer are left out.</summary>
    [Range(1, int.MaxValue)]
    public int Length { get; init; } = 128;

    /// <summary>At most so many snippets from one file, spread evenly over it without overlap.</summary>
    [Range(1, int.MaxValue)]
    public int PerFile { get; init; } = 16;

    /// <summary>The share of each class's files that is held out for validation, at least one file. Files are chosen by a hash of their paths, and none is in both splits.</summary>
    [Range(0.01, 0.9)]
    public double HeldOut { get; init; } = 0.2;

    /// <summary>In each split, no class has more than this many times the snippets of the smallest one; null for no bound.</summary>
    [Range(1.0, double.MaxValue)]
    public double? Balance { get; init; } = 2;

    /// <inheritdoc/>
    public IEnumerable<string> Check()
    {
        if (Labels is null) yield break;
        foreach (var (label, patterns) in Labels)
            if (patterns.Count == 0)
                yield return $"The class \"{label}\" has no pattern of its files";
    }
}
