// The parameter groups of an optimizer: one for each that the engine asks for, split where vectors are not to decay.
using TorchSharp.Modules;

namespace PluginHost.Optimization;

/// <summary>Parameters that an optimizer treats alike.</summary>
/// <param name="Parameters">The parameters; at least one.</param>
/// <param name="LearningRate">Their learning rate.</param>
/// <param name="WeightDecay">Their weight decay.</param>
internal sealed record DecayGroup(IReadOnlyList<Parameter> Parameters, double LearningRate, double WeightDecay)
{
    /// <summary>The groups in the engine's order; where vectors do not decay, a group's matrices come before its vectors.</summary>
    /// <param name="context">The engine's groups.</param>
    /// <param name="learningRate">The optimizer's learning rate.</param>
    /// <param name="weightDecay">The optimizer's weight decay; a group that has one of its own keeps it for all of its parameters.</param>
    /// <param name="decayVectors">Whether parameters of fewer than two dimensions decay: biases, and the scales of norms.</param>
    /// <param name="owner">Who asks, for errors.</param>
    /// <exception cref="RecipeException">There is nothing to train.</exception>
    public static IReadOnlyList<DecayGroup> Of(OptimizerContext context, double learningRate, double weightDecay, bool decayVectors, string owner)
    {
        var groups = new List<DecayGroup>();
        foreach (var group in context.Groups)
        {
            var rate = learningRate * group.LearningRateFactor;
            var parameters = group.Parameters.Select(pair => pair.Value).ToList();
            if (group.WeightDecay is null && weightDecay > 0 && !decayVectors)
            {
                Add(parameters.Where(parameter => parameter.dim() >= 2), rate, weightDecay);
                Add(parameters.Where(parameter => parameter.dim() < 2), rate, 0);
            }
            else Add(parameters, rate, group.WeightDecay ?? weightDecay);
        }

        return groups.Count > 0 ? groups : throw new RecipeException($"{owner}: no parameter is to be trained. Something froze the whole model and put nothing trainable on it.");

        void Add(IEnumerable<Parameter> parameters, double rate, double decay)
        {
            if (parameters.ToList() is { Count: > 0 } some) groups.Add(new DecayGroup(some, rate, decay));
        }
    }
}
