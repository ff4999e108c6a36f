// Options of the evaluator "my-name".
namespace MyNamePlugin;

/// <summary>Options of the evaluator <c>my-name</c>.</summary>
public sealed record MyNameOptions
{
    /// <summary>How many rows are looked at, spread over the split.</summary>
    [Range(2, 100_000)]
    public int Rows { get; init; } = 64;
}
