// The figures of one step.
namespace PluginHost;

/// <summary>The figures of one step.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Loss">The mean loss over the step's batch.</param>
/// <param name="LearningRate">The first group's learning rate.</param>
/// <param name="GradientNorm">The gradient's 2-norm before clipping; null when clipping is off.</param>
/// <param name="Items">Tokens, or rows where there are no tokens, that the step has seen.</param>
public readonly record struct StepReport(long Step, double Loss, double LearningRate, double? GradientNorm, long Items);
