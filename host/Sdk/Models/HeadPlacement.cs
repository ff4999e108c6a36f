// Where an architecture keeps a head and how it feeds it, so that files have the ecosystem's names.
namespace PluginHost;

/// <summary>How an architecture wants a head: the name that its parameters have in files, and what the head reads.</summary>
/// <param name="Key">The head's name in the model's state, such as <c>score</c> or <c>classifier</c>.</param>
/// <param name="Pooling">How one vector is made of a row's positions.</param>
/// <param name="Bias">Whether the projection has a bias.</param>
/// <param name="Dropout">The probability of dropping an input of the projection while training.</param>
public sealed record HeadPlacement(string Key, Pooling Pooling, bool Bias, double Dropout = 0);
