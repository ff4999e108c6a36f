// Options of the loss "my-name".
namespace MyNamePlugin;

/// <summary>Options of the loss <c>my-name</c>.</summary>
public sealed record MyNameOptions
{
    /// <summary>How much less an easy row counts; 0 is plain cross-entropy.</summary>
    [Range(0.0, 10.0)]
    public double Gamma { get; init; } = 2;
}
