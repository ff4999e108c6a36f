// What the factory of a model is given.
namespace PluginHost;

/// <summary>What the factory of a model is given. Weights are made on the CPU in float32; the engine moves them.</summary>
public sealed class ModelContext : BuildContext
{
    /// <summary>The tokenizer that the stage uses; null when it has none.</summary>
    public Tokenizer? Tokenizer { get; init; }
}
