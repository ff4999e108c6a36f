// Options of the architecture "t5".
using System.ComponentModel.DataAnnotations;
using PluginHost.Layers;

namespace PluginHost.TextModels;

/// <summary>Options of the architecture <c>t5</c>. The defaults are T5 small's sizes; dropout is off unless files say otherwise.</summary>
public sealed record T5Options : IOptionsWithRules
{
    /// <summary>How many blocks the encoder has.</summary>
    [Range(1, 1000)]
    public int Layers { get; init; } = 6;

    /// <summary>How many blocks the decoder has; null for as many as the encoder.</summary>
    [Range(1, 1000)]
    public int? DecoderLayers { get; init; }

    /// <summary>Attention heads in a block.</summary>
    [Range(1, 1000)]
    public int Heads { get; init; } = 8;

    /// <summary>Width of a hidden state.</summary>
    [Range(1, 1_000_000)]
    public int Width { get; init; } = 512;

    /// <summary>Width of one head; heads times it need not be <see cref="Width"/>.</summary>
    [Range(1, 1_000_000)]
    public int HeadWidth { get; init; } = 64;

    /// <summary>Width inside the feed-forward part.</summary>
    [Range(1, 10_000_000)]
    public int InnerWidth { get; init; } = 2048;

    /// <summary>How many tokens there are; null for as many as the stage's tokenizer has.</summary>
    [Range(1, 100_000_000)]
    public int? Vocabulary { get; init; }

    /// <summary>The feed-forward part's activation function, by Hugging Face's name.</summary>
    public string Activation { get; init; } = "relu";

    /// <summary>Whether the activation gates a second projection (T5 1.1).</summary>
    public bool Gated { get; init; }

    /// <summary>How many biases a head has for distances; nearby distances have one each, farther ones share.</summary>
    [Range(4, 100_000)]
    public int DistanceBuckets { get; init; } = 32;

    /// <summary>The distance from which on all share the last bias.</summary>
    [Range(2, 1_000_000)]
    public int MaximumDistance { get; init; } = 128;

    /// <summary>The probability of dropping embeddings, attention weights and what is added to the residual stream while training.</summary>
    [Range(0.0, 1.0)]
    public double Dropout { get; init; }

    /// <summary>ε of the norms.</summary>
    [Range(0.0, 1.0)]
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>A factor on the standard deviations of fresh weights.</summary>
    [Range(0.0, 100.0)]
    public double InitializerFactor { get; init; } = 1;

    /// <summary>Whether the language-modeling head projects with the token embeddings.</summary>
    public bool TieEmbeddings { get; init; } = true;

    /// <summary>The id that pads rows.</summary>
    public long PadId { get; init; }

    /// <summary>The id that ends a text.</summary>
    public long EndId { get; init; } = 1;

    /// <summary>The decoder's first id; null for <see cref="PadId"/>.</summary>
    public long? DecoderStartId { get; init; }

    /// <inheritdoc/>
    public IEnumerable<string> Check()
    {
        if (!Activations.Names.Contains(Activation)) yield return $"Activation is \"{Activation}\"; it has to be one of {string.Join(", ", Activations.Names)}";
        if (MaximumDistance <= DistanceBuckets / 2)
            yield return $"MaximumDistance is {MaximumDistance} and DistanceBuckets is {DistanceBuckets}; MaximumDistance has to be more than half of DistanceBuckets";
    }
}
