// Options of the dataset "my-name".
namespace MyNamePlugin;

/// <summary>Options of the dataset <c>my-name</c>. Rows have <c>text</c> and <c>labels</c>.</summary>
public sealed record MyNameOptions
{
    /// <summary>The training file; a relative path starts where the run was started.</summary>
    [Required]
    public required string Train { get; init; }

    /// <summary>The validation file; null for none.</summary>
    public string? Validation { get; init; }

    /// <summary>The key of a line's text.</summary>
    [Required, MinLength(1)]
    public string Text { get; init; } = "text";

    /// <summary>The key of a line's class.</summary>
    [Required, MinLength(1)]
    public string Label { get; init; } = "label";
}
