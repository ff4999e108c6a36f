// What an adapter promises; the host holds it to that.
namespace PluginHost;

/// <summary>What an adapter promises. The engine checks what it can when the adapter is attached and the test kit checks the rest.</summary>
[Flags]
public enum AdapterTraits
{
    /// <summary>Nothing is promised.</summary>
    None = 0,

    /// <summary>A fresh one changes no output: the model computes what it did before.</summary>
    FreshIsIdentity = 1,

    /// <summary>The base model's own parameters are not trained.</summary>
    FreezesBase = 2,

    /// <summary>It can be added into the base weights: <see cref="Adapter.Merge"/> leaves a model that computes the same without it.</summary>
    Mergeable = 4,

    /// <summary>It adds positions that are not in the batch.</summary>
    LengthensSequence = 8,

    /// <summary>Its structure changes while training (AdaLoRA's ranks): <see cref="Adapter.AfterStep"/> must be called.</summary>
    ChangesWhileTraining = 16,
}
