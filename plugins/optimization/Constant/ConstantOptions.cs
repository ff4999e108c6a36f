// Options of the schedule "constant".
namespace PluginHost.Optimization;

/// <summary>Options of the schedule <c>constant</c>: a warmup, then the rate itself.</summary>
public sealed record ConstantOptions : WarmupOptions;
