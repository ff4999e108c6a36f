// Options of the model "my-name".
namespace MyNamePlugin;

/// <summary>Options of the model <c>my-name</c>.</summary>
public sealed record MyNameOptions : IOptionsWithRules
{
    /// <summary>How many tokens there are; null for as many as the stage's tokenizer has.</summary>
    [Range(1, 100_000_000)]
    public int? Vocabulary { get; init; }

    /// <summary>Width of an embedding and of a hidden state.</summary>
    [Range(1, 65536)]
    public int Width { get; init; } = 64;

    /// <summary>How many tokens the convolution sees at once; odd, so that it has a middle.</summary>
    [Range(1, 99)]
    public int Kernel { get; init; } = 5;

    /// <inheritdoc/>
    public IEnumerable<string> Check()
    {
        if (Kernel % 2 == 0) yield return $"Kernel is {Kernel}; it has to be odd";
    }
}
