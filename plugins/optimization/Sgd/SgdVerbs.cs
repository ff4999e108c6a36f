// The optimizer "sgd" as a recipe writes it.
namespace PluginHost.Optimization;

/// <summary>The optimizer <c>sgd</c> as a recipe writes it.</summary>
public static class SgdVerbs
{
    /// <summary>Trains with stochastic gradient descent.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="momentum">The share of the last update that is made again.</param>
    public static StageBuilder Sgd(this StageBuilder stage, double learningRate, double momentum = 0)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Optimizer("sgd", new SgdOptions { LearningRate = learningRate, Momentum = momentum });
    }
}
