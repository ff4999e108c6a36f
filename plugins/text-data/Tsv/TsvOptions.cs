// Options of the dataset "tsv".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.TextData;

/// <summary>Options of the dataset <c>tsv</c>: one row a line, columns separated by tabs. Rows have <c>text</c> and, with a label column, <c>labels</c>.</summary>
public sealed record TsvOptions : IOptionsWithRules
{
    /// <summary>The training file; a relative path starts where the run was started.</summary>
    [Required]
    public required string Train { get; init; }

    /// <summary>The validation file; null for none.</summary>
    public string? Validation { get; init; }

    /// <summary>The test file; null for none.</summary>
    public string? Test { get; init; }

    /// <summary>The text's column, from 0.</summary>
    [Range(0, 1000)]
    public int Text { get; init; }

    /// <summary>The column of a second text (<c>text_pair</c>), from 0; null for none.</summary>
    [Range(0, 1000)]
    public int? Pair { get; init; }

    /// <summary>The class's column, from 0; null for rows without labels.</summary>
    [Range(0, 1000)]
    public int? Label { get; init; } = 1;

    /// <summary>The class names in the order of their ids; empty takes those of the training file, numbers by value and words by the alphabet.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether the first line of each file names the columns and is passed over.</summary>
    public bool Header { get; init; }

    /// <inheritdoc/>
    public IEnumerable<string> Check()
    {
        if (Label == Text || Pair == Text || (Label is not null && Label == Pair))
            yield return $"Text, Pair and Label are the columns {Text}, {Pair?.ToString() ?? "none"} and {Label?.ToString() ?? "none"}; they have to be different ones";
        if (Labels is not null && Labels.Distinct().Count() < Labels.Count) yield return "Labels names a class twice";
    }
}
