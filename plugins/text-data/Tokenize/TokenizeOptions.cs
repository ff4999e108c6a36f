// Options of the transform "tokenize".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.TextData;

/// <summary>Options of the transform <c>tokenize</c>: a row's text becomes <c>input_ids</c>.</summary>
public sealed record TokenizeOptions
{
    /// <summary>The name of the text in a row. A second text has this name and <c>_pair</c>.</summary>
    [Required, MinLength(1)]
    public string Field { get; init; } = Tsv.TextName;

    /// <summary>The most ids of a row, special ones included; the rest is cut off, of the longer text first. Null for no bound.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxLength { get; init; }
}
