// What the factory of an objective (or of an evaluator) is given.
namespace PluginHost;

/// <summary>What the factory of an objective (or of an evaluator) is given.</summary>
public sealed class ObjectiveContext : BuildContext
{
    /// <summary>The model being trained, with its adapters. Kept as this context's, never registered as a child.</summary>
    public required Model Model { get; init; }

    /// <summary>The loss that the recipe chose; null when it chose none. What else it is, <see cref="Loss.As{T}"/> says and <c>is</c> does not.</summary>
    public Loss? Loss { get; init; }

    /// <summary>The tokenizer of the stage; null when it has none.</summary>
    public Tokenizer? Tokenizer { get; init; }

    /// <summary>
    /// The model as it was when the stage began. With adapters that freeze the base it is the base itself with the adapters turned off
    /// and costs no memory; otherwise it is a frozen copy, made at the first call.
    /// </summary>
    public required Func<IReferenceModel> Reference { get; init; }
}
