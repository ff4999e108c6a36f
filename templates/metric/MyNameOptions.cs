// Options of the metric "my-name".
namespace MyNamePlugin;

/// <summary>Options of the metric <c>my-name</c>.</summary>
public sealed record MyNameOptions
{
    /// <summary>How many classes are looked at.</summary>
    [Range(1, 1_000_000)]
    public int K { get; init; } = 5;
}
