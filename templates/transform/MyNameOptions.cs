// Options of the transform "my-name".
namespace MyNamePlugin;

/// <summary>Options of the transform <c>my-name</c>.</summary>
public sealed record MyNameOptions
{
    /// <summary>The probability of leaving out an id.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Probability { get; init; } = 0.1;
}
