// The schedule "linear".
namespace PluginHost.Optimization;

/// <summary>floor + (1 - floor) · (1 - progress) after the warmup; without a floor Hugging Face's <c>get_linear_schedule_with_warmup</c>.</summary>
internal sealed class Linear(LinearOptions options, Action<string> warn) : WarmupSchedule(options, warn)
{
    protected override double AfterWarmup(double progress) => options.Floor + (1 - options.Floor) * Math.Max(0, 1 - progress);
}
