// Options of the importer "my-name".
namespace MyNamePlugin;

/// <summary>Options of the importer <c>my-name</c>.</summary>
public sealed record MyNameOptions
{
    /// <summary>What stands in front of each tensor's name in the model, such as <c>transformer.</c>; empty where files are named as tensors are.</summary>
    public string Prefix { get; init; } = "";
}
