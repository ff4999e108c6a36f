// Options of the objective "my-name".
namespace MyNamePlugin;

/// <summary>Options of the objective <c>my-name</c>.</summary>
public sealed record MyNameOptions
{
    /// <summary>How many classes there are.</summary>
    [Range(2, 1_000_000)]
    public int Labels { get; init; } = 2;

    /// <summary>How much the disagreement of the two passes counts.</summary>
    [Range(0.0, 1000.0)]
    public double Alpha { get; init; } = 1;
}
