// The optimizer "adamw" as a recipe writes it.
namespace PluginHost.Optimization;

/// <summary>The optimizer <c>adamw</c> as a recipe writes it.</summary>
public static class AdamWVerbs
{
    /// <summary>Trains with Adam and decoupled weight decay.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="weightDecay">The weight decay; biases and norms have none.</param>
    /// <param name="beta2">Decay of the running mean of squared gradients.</param>
    public static StageBuilder AdamW(this StageBuilder stage, double learningRate, double weightDecay = 0.01, double beta2 = 0.999)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Optimizer("adamw", new AdamWOptions { LearningRate = learningRate, WeightDecay = weightDecay, Beta2 = beta2 });
    }
}
