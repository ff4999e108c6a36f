// Options of the adapter "my-name".
namespace MyNamePlugin;

/// <summary>Options of the adapter <c>my-name</c>.</summary>
public sealed record MyNameOptions
{
    /// <summary>The rank r of the update: A is [r, in] and B [out, r].</summary>
    [Range(1, 65536)]
    public int Rank { get; init; } = 8;

    /// <summary>The update is scaled by alpha / rank.</summary>
    [Range(0.0, double.MaxValue)]
    public double Alpha { get; init; } = 16;

    /// <summary>Ends of the paths of the linear maps to adapt, such as <c>c_attn</c>; empty for the model's own choice.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];
}
