// Options of the merge method "my-name".
namespace MyNamePlugin;

/// <summary>Options of the merge method <c>my-name</c>.</summary>
public sealed record MyNameOptions
{
    /// <summary>The share of each model's changes that is kept, the largest ones.</summary>
    [Range(0.0, 1.0)]
    public double Density { get; init; } = 0.2;

    /// <summary>How much of the merged change is added to the base.</summary>
    [Range(0.0, 10.0)]
    public double Scale { get; init; } = 1;
}
