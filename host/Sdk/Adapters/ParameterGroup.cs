// Parameters that are trained with settings of their own.
using TorchSharp.Modules;

namespace PluginHost;

/// <summary>Parameters that are trained with settings of their own.</summary>
/// <param name="Parameters">The parameters, by their names in the model's state.</param>
/// <param name="LearningRateFactor">Times the optimizer's learning rate (LoRA+'s ratio, layer-wise decay).</param>
/// <param name="WeightDecay">In place of the optimizer's weight decay; null keeps it.</param>
public sealed record ParameterGroup(IReadOnlyList<KeyValuePair<string, Parameter>> Parameters, double LearningRateFactor = 1, double? WeightDecay = null);
