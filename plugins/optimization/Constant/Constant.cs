// The schedule "constant".
namespace PluginHost.Optimization;

/// <summary>1 after the warmup; Hugging Face's <c>get_constant_schedule_with_warmup</c>.</summary>
internal sealed class Constant(ConstantOptions options, Action<string> warn) : WarmupSchedule(options, warn)
{
    protected override double AfterWarmup(double progress) => 1;
}
