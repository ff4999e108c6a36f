// Where an architecture keeps a head and how it feeds it, so that files have the ecosystem's names.
namespace PluginHost;

/// <summary>How an architecture wants a head: the name that its parameters have in files, and what the head reads.</summary>
/// <param name="Key">The head's name in the model's state, such as <c>score</c> or <c>classifier</c>.</param>
/// <param name="Pooling">How one vector is made of a row's positions; heads that act on every position ignore it.</param>
/// <param name="Bias">Whether the projection has a bias.</param>
/// <param name="Dropout">The probability of dropping an input of the projection while training.</param>
public sealed record HeadPlacement(string Key, Pooling Pooling, bool Bias, double Dropout = 0)
{
    /// <summary>The class that Hugging Face names in <c>architectures</c>, such as <c>GPT2LMHeadModel</c>; null for none.</summary>
    public string? ClassName { get; init; }

    /// <summary>Whether a head over the vocabulary projects with the token embeddings' weight instead of one of its own.</summary>
    public bool Tied { get; init; }

    /// <summary>A factor on what the projection reads (T5 scales the decoder's output by d_model^-0.5 when tied).</summary>
    public double InputScale { get; init; } = 1;

    /// <summary>Standard deviation of a fresh projection's weight.</summary>
    public double InitializerRange { get; init; } = 0.02;
}
