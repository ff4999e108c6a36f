// Options of the optimizer "sgd".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Optimization;

/// <summary>Options of the optimizer <c>sgd</c>: stochastic gradient descent, with momentum when asked for.</summary>
public sealed record SgdOptions : IOptionsWithRules
{
    /// <summary>The learning rate before the schedule's factor.</summary>
    [Range(0.0, double.MaxValue)]
    public double LearningRate { get; init; } = 0.01;

    /// <summary>The share of the last update that is made again.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Momentum { get; init; }

    /// <summary>Whether the gradient is corrected by the momentum that the step is about to make (Nesterov).</summary>
    public bool Nesterov { get; init; }

    /// <summary>The factor of an L2 penalty, added to the gradient.</summary>
    [Range(0.0, double.MaxValue)]
    public double WeightDecay { get; init; }

    /// <summary>Whether parameters of fewer than two dimensions decay as well: biases, and the scales of norms.</summary>
    public bool DecayVectors { get; init; }

    /// <inheritdoc/>
    public IEnumerable<string> Check()
    {
        if (Nesterov && Momentum == 0) yield return "Nesterov is on and Momentum is 0; Nesterov's correction needs a momentum";
    }
}
