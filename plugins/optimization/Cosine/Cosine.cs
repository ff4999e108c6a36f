// The schedule "cosine".
namespace PluginHost.Optimization;

/// <summary>
/// floor + (1 - floor) · ½ (1 + cos(2π · cycles · progress)) after the warmup (Loshchilov and Hutter 2017, "SGDR", without restarts);
/// Hugging Face's <c>get_cosine_schedule_with_warmup</c> and, with a floor, its <c>get_cosine_with_min_lr_schedule_with_warmup</c>.
/// </summary>
internal sealed class Cosine(CosineOptions options, Action<string> warn) : WarmupSchedule(options, warn)
{
    protected override double AfterWarmup(double progress) =>
        options.Floor + (1 - options.Floor) * Math.Max(0, 0.5 * (1 + Math.Cos(2 * Math.PI * options.Cycles * progress)));
}
