// Options of the callback "my-name".
namespace MyNamePlugin;

/// <summary>Options of the callback <c>my-name</c>.</summary>
public sealed record MyNameOptions
{
    /// <summary>The figure of an evaluation that has to improve.</summary>
    [Required, MinLength(1)]
    public string Metric { get; init; } = "loss";

    /// <summary>Whether more of it is better, as of an accuracy.</summary>
    public bool HigherIsBetter { get; init; }

    /// <summary>After how many evaluations without an improvement the stage ends.</summary>
    [Range(1, int.MaxValue)]
    public int Patience { get; init; } = 3;

    /// <summary>By how much it has to improve to count.</summary>
    [Range(0.0, double.MaxValue)]
    public double Least { get; init; }
}
