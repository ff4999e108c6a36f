// A schedule that begins with a warmup.
namespace PluginHost.Optimization;

/// <summary>
/// min(1, step / warmup) and then what the schedule does, as Hugging Face's <c>get_…_schedule_with_warmup</c>.
/// </summary>
internal abstract class WarmupSchedule(WarmupOptions options, Action<string> warn) : Schedule
{
    private bool _warned;

    public sealed override double Factor(long step, long totalSteps)
    {
        var warmup = options.WarmupFraction is { } fraction ? (long)Math.Ceiling(totalSteps * fraction) : options.Warmup;
        if (warmup >= totalSteps && warmup > 0 && !_warned)
        {
            _warned = true;
            warn($"The warmup is {warmup} steps and the stage makes {totalSteps}, so the learning rate never gets to its height.");
        }

        if (step < warmup) return (double)step / warmup;
        return AfterWarmup((double)(step - warmup) / Math.Max(1, totalSteps - warmup));
    }

    /// <summary>The factor after the warmup.</summary>
    /// <param name="progress">How much of the rest is done: 0 at the end of the warmup, 1 after the last step.</param>
    protected abstract double AfterWarmup(double progress);
}
