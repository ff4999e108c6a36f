// What becomes of a step whose loss or gradient is not finite.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>A step whose loss or gradient is not finite: the update is not applied, and the plan says how the stage goes on.</summary>
/// <param name="parts">The stage.</param>
/// <param name="progress">How far it is.</param>
/// <param name="step">Its steps.</param>
/// <param name="checkpoints">Its checkpoints.</param>
/// <param name="good">Its last good weights.</param>
/// <param name="directory">The stage's folder.</param>
/// <param name="warn">Takes sentences for whoever watches.</param>
internal sealed class Divergence(StageParts parts, StageProgress progress, TrainingStep step, StageCheckpoints checkpoints, GoodWeights good, string directory, Action<string> warn)
{
    private int _skipped;

    /// <summary>Whether a step's figures can be gone on with.</summary>
    public bool IsFinite(double loss, double? norm)
    {
        if (!double.IsFinite(loss) || (norm is { } size && !double.IsFinite(size))) return false;
        _skipped = 0;
        return true;
    }

    /// <summary>Deals with a step that is not finite.</summary>
    /// <returns>True where the step was left out; false where the stage went back to a checkpoint.</returns>
    /// <exception cref="DivergedException">The plan says to stop, or enough was tried.</exception>
    public bool LeaveOut(double loss, double? norm)
    {
        var plan = parts.Plan;
        var what = double.IsFinite(loss) ? $"gradient's norm became {norm}" : $"loss became {loss}";
        if (plan.OnDivergence == DivergencePolicy.Skip && _skipped < plan.DivergenceLimit)
        {
            _skipped++;
            step.Discard();
            good.RestoreBuffers();
            progress.Step++;
            warn($"The {what} in step {progress.Step}; its update was left out ({_skipped} of at most {plan.DivergenceLimit} in a row).");
            return true;
        }

        if (plan.OnDivergence == DivergencePolicy.RollBack && progress.RolledBack < plan.DivergenceLimit)
        {
            var (at, scale, times) = (progress.Step + 1, parts.Optimization!.Scale * plan.RollBackRate, progress.RolledBack + 1);
            step.Discard();
            if (checkpoints.Restore() is { } saved)
            {
                progress.Take(saved);
                (parts.Optimization.Scale, progress.RolledBack) = (scale, times);
                warn($"The {what} in step {at}; back to step {progress.Step} with {scale:0.####} of the learning rate ({times} of at most {plan.DivergenceLimit} times).");
                return false;
            }
        }

        throw Fatal(what);
    }

    private DivergedException Fatal(string what)
    {
        var kept = checkpoints.LatestDirectory() is { } latest ? $"The latest checkpoint is {latest}. " : "";
        if (parts.Ranks.IsFirst && good.Step is { } at)
        {
            using var scope = torch.NewDisposeScope();
            good.Restore();
            var (model, adapters) = StageResults.Save(parts, Path.Join(directory, "last-good"));
            kept = $"The weights of step {at}, which still gave a finite loss, are in {adapters.FirstOrDefault() ?? model}. " + kept;
        }

        var tried = parts.Plan.OnDivergence switch
        {
            DivergencePolicy.Skip => $" after {_skipped} steps in a row were left out",
            DivergencePolicy.RollBack => $" after {progress.RolledBack} roll-backs",
            _ => "",
        };
        return new DivergedException(progress.Step + 1, $"The {what} in step {progress.Step + 1} of the stage \"{parts.Plan.Name}\"{tried}; the update was not applied. {kept}"
            + "A lower learning rate, .Clip(1.0) or a longer warm-up usually helps.");
    }
}
