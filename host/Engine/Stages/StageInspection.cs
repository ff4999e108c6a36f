// What can be seen of a stage between two steps.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// Looks at a stage between two steps and leaves it as it was: random numbers and running statistics are put back, and no callback, record or best
/// checkpoint learns of it.
/// </summary>
/// <param name="parts">The stage.</param>
/// <param name="step">Its training step.</param>
/// <param name="evaluation">Its evaluation.</param>
/// <param name="next">Makes the batch of the next step.</param>
internal sealed class StageInspection(StageParts parts, TrainingStep step, Evaluation evaluation, Func<Batch> next)
{
    /// <summary>The batch of the next step.</summary>
    public Batch NextBatch() => next();

    /// <summary>The trained parameters and their gradients of the next batch, before clipping.</summary>
    public IReadOnlyList<(torch.Tensor Parameter, torch.Tensor? Gradient)> Gradients()
    {
        if (parts.Optimization is null) throw new RecipeException($"The stage \"{parts.Plan.Name}\" only evaluates, so it has no gradients.");
        using var recording = torch.enable_grad();
        return [.. parts.Trained.Select(pair => (torch.Tensor)pair.Value).Zip(parts.Untouched(() => step.Gradients(next())))];
    }

    /// <summary>A forward pass of the next batch in evaluation mode, for hooks that look at it.</summary>
    public void Forward()
    {
        using var scope = torch.NewDisposeScope();
        Evaluating(() => parts.Objective.forward(next()));
    }

    /// <summary>The metrics on the validation split.</summary>
    public IReadOnlyDictionary<string, double> Evaluate() => parts.Untouched(() => evaluation.Run((_, _) => { }));

    /// <summary>Does work with everything in evaluation mode.</summary>
    public T Evaluating<T>(Func<T> work) => parts.Untouched(() =>
    {
        parts.Trainee.Train(false);
        try
        {
            return work();
        }
        finally
        {
            parts.Trainee.Train();
        }
    });
}
