// Options of the tokenizer "my-name".
namespace MyNamePlugin;

/// <summary>Options of the tokenizer <c>my-name</c>.</summary>
public sealed record MyNameOptions : IOptionsWithRules
{
    /// <summary>What has an id of its own, in the order of the ids.</summary>
    public IReadOnlyList<string> Pieces { get; init; } = ["the ", "and ", "ing ", "public ", "return ", "    "];

    /// <inheritdoc/>
    public IEnumerable<string> Check()
    {
        if (Pieces.Any(string.IsNullOrEmpty)) yield return "Pieces has an empty one";
        if (Pieces.Distinct(StringComparer.Ordinal).Count() < Pieces.Count) yield return "Pieces has one twice";
    }
}
