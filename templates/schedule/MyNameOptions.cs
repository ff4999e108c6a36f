// Options of the schedule "my-name".
namespace MyNamePlugin;

/// <summary>Options of the schedule <c>my-name</c>.</summary>
public sealed record MyNameOptions : IOptionsWithRules
{
    /// <summary>The share of the steps over which the rate rises.</summary>
    [Range(0.0, 1.0)]
    public double Warmup { get; init; } = 0.05;

    /// <summary>The share of the steps over which it falls, at the end.</summary>
    [Range(0.0, 1.0)]
    public double Decay { get; init; } = 0.2;

    /// <summary>The factor that it falls to.</summary>
    [Range(0.0, 1.0)]
    public double Floor { get; init; }

    /// <inheritdoc/>
    public IEnumerable<string> Check()
    {
        if (Warmup + Decay > 1) yield return $"Warmup and Decay are {Warmup} and {Decay} of all steps, which is more than there are";
    }
}
