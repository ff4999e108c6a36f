// Warmup, stable, decay.
namespace MyNamePlugin;

/// <summary>
/// A line up to 1, then 1, then a line down to the floor (Hu et al. 2024, "MiniCPM", section 4: warmup-stable-decay). A run can be made longer
/// from any checkpoint of its plateau.
/// </summary>
public sealed class MyNameSchedule(MyNameOptions options) : Schedule
{
    // A pure function of the step, so that a resume needs no state.
    public override double Factor(long step, long totalSteps)
    {
        var (warmup, decay) = (options.Warmup * totalSteps, options.Decay * totalSteps);
        if (step < warmup) return (step + 1) / Math.Max(1, warmup + 1);
        var left = totalSteps - step;
        return left >= decay ? 1 : options.Floor + (1 - options.Floor) * Math.Max(0, left) / decay;
    }
}
