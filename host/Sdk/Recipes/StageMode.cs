// What a stage does.
namespace PluginHost;

/// <summary>What a stage does.</summary>
public enum StageMode
{
    /// <summary>Trains a model on an objective that needs no labels.</summary>
    Pretrain,

    /// <summary>Trains a model, or adapters on it, for a task.</summary>
    Finetune,

    /// <summary>Evaluates and trains nothing.</summary>
    Evaluate,
}
