// What a repeated run takes over from a stage of the run that it repeats.
namespace PluginHost.Engine;

/// <summary>What a repeated run takes over from a stage of the run that it repeats, beside what the recipe says.</summary>
/// <param name="Number">The stage's number, from 1.</param>
/// <param name="Device">The device that it ran on.</param>
/// <param name="Threads">Threads of an operator; null in a stage that did not train.</param>
/// <param name="Replicas">Models that shared their weights; null in a stage that did not train.</param>
public sealed record RepeatedStage(int Number, string Device, int? Threads, int? Replicas);
