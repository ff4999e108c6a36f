// Options of the exporter "my-name".
namespace MyNamePlugin;

/// <summary>Options of the exporter <c>my-name</c>.</summary>
public sealed record MyNameOptions
{
    /// <summary>Whether the tokenizer's files are written beside the weights.</summary>
    public bool Tokenizer { get; init; } = true;
}
