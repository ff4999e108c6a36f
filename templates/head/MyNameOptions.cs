// Options of the head "my-name".
namespace MyNamePlugin;

/// <summary>Options of the head <c>my-name</c>.</summary>
public sealed record MyNameOptions
{
    /// <summary>How many classes there are.</summary>
    [Range(2, 1_000_000)]
    public int Labels { get; init; } = 2;
}
