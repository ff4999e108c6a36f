// Options of the dataset "text".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.TextData;

/// <summary>Options of the dataset <c>text</c>: files as one long stream of tokens, cut into rows.</summary>
public sealed record TextOptions
{
    /// <summary>Files, folders and patterns (<c>*</c>, <c>?</c>, <c>**</c>, <c>{a,b}</c>), as in <c>docs/*.md</c>; relative ones start where the run was started.</summary>
    [Required, MinLength(1)]
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Patterns of what folders and patterns pass over; by default what builds, runs and version control leave behind. A file that is named outright is never passed over.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = FileSet.UsualExclusions;

    /// <summary>How many positions of the model a row takes, in tokens.</summary>
    [Range(1, int.MaxValue)]
    public int Window { get; init; } = 128;

    /// <summary>Whether a row holds one id more than <see cref="Window"/>: the target of its last position, as <c>causal-lm</c> wants it. Off for objectives that predict in place.</summary>
    public bool NextToken { get; init; } = true;

    /// <summary>How many tokens a training row starts after the one before; null for <see cref="Window"/>, so that rows do not overlap. Validation rows never do.</summary>
    [Range(1, int.MaxValue)]
    public int? Stride { get; init; }

    /// <summary>The share of the tokens that is held out for validation; 0 for no validation split.</summary>
    [Range(0.0, 0.9)]
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>Which part is held out: whole files, the tail, or whichever suits the number of files.</summary>
    public HoldOut HoldOut { get; init; } = HoldOut.Auto;
}
