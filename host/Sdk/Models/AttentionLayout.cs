// The shape of a model's attention, for methods that act on keys and values.
namespace PluginHost;

/// <summary>The shape of a decoder's (or an encoder-only model's) self-attention.</summary>
/// <param name="Layers">How many attention layers there are.</param>
/// <param name="Heads">Query heads in a layer.</param>
/// <param name="KeyValueHeads">Key/value heads in a layer; fewer than <paramref name="Heads"/> with grouped queries.</param>
/// <param name="HeadDimension">Width of one head.</param>
public sealed record AttentionLayout(int Layers, int Heads, int KeyValueHeads, int HeadDimension);
