// Options of the architecture "gpt2".
using System.ComponentModel.DataAnnotations;
using PluginHost.Layers;

namespace PluginHost.TextModels;

/// <summary>Options of the architecture <c>gpt2</c>. The defaults are GPT-2 small's sizes; dropout is off unless files say otherwise.</summary>
public sealed record Gpt2Options : IOptionsWithRules
{
    /// <summary>How many blocks there are.</summary>
    [Range(1, 1000)]
    public int Layers { get; init; } = 12;

    /// <summary>Attention heads in a block; <see cref="Width"/> has to be a multiple of it.</summary>
    [Range(1, 1000)]
    public int Heads { get; init; } = 12;

    /// <summary>Width of a hidden state.</summary>
    [Range(1, 1_000_000)]
    public int Width { get; init; } = 768;

    /// <summary>Width inside the feed-forward part; null for four times <see cref="Width"/>.</summary>
    [Range(1, 10_000_000)]
    public int? InnerWidth { get; init; }

    /// <summary>The longest sequence, in tokens.</summary>
    [Range(1, 10_000_000)]
    public int Context { get; init; } = 1024;

    /// <summary>How many tokens there are; null for as many as the stage's tokenizer has.</summary>
    [Range(1, 100_000_000)]
    public int? Vocabulary { get; init; }

    /// <summary>The feed-forward part's activation function, by Hugging Face's name.</summary>
    public string Activation { get; init; } = "gelu_new";

    /// <summary>The probability of dropping an embedding while training.</summary>
    [Range(0.0, 1.0)]
    public double EmbeddingDropout { get; init; }

    /// <summary>The probability of dropping an attention weight while training.</summary>
    [Range(0.0, 1.0)]
    public double AttentionDropout { get; init; }

    /// <summary>The probability of dropping a number that is added to the residual stream while training.</summary>
    [Range(0.0, 1.0)]
    public double ResidualDropout { get; init; }

    /// <summary>ε of the layer norms.</summary>
    [Range(0.0, 1.0)]
    public double LayerNormEpsilon { get; init; } = 1e-5;

    /// <summary>Standard deviation of fresh weights; projections onto the residual stream get it divided by √(2 · layers).</summary>
    [Range(0.0, 10.0)]
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Whether the language-modeling head projects with the token embeddings.</summary>
    public bool TieEmbeddings { get; init; } = true;

    /// <summary>Whether attention scores are divided by the square root of a head's width.</summary>
    public bool ScaleAttention { get; init; } = true;

    /// <summary>Whether attention scores are also divided by the layer's number, from 1.</summary>
    public bool ScaleAttentionByLayer { get; init; }

    /// <summary>Whether attention weights are computed in float32 whatever the precision.</summary>
    public bool UpcastAttention { get; init; }

    /// <summary>The id that begins a text; null for the tokenizer's.</summary>
    public long? BeginId { get; init; }

    /// <summary>The id that ends a text; null for the tokenizer's.</summary>
    public long? EndId { get; init; }

    /// <summary>The id that pads rows; null for the tokenizer's.</summary>
    public long? PadId { get; init; }

    /// <inheritdoc/>
    public IEnumerable<string> Check()
    {
        if (Heads > 0 && Width % Heads != 0) yield return $"Width is {Width} and Heads is {Heads}; Width has to be a multiple of Heads";
        if (!Activations.Names.Contains(Activation)) yield return $"Activation is \"{Activation}\"; it has to be one of {string.Join(", ", Activations.Names)}";
    }
}
