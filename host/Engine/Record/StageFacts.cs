// What the run's thread tells of a stage that is built, for the record of what a run was made of.
namespace PluginHost.Engine;

/// <summary>What the run's thread tells of a stage that is built. It holds the host's own types only, but for a dataset that is let go of once it is asked.</summary>
/// <param name="Number">The stage's number, from 1.</param>
/// <param name="Plan">The stage, resolved.</param>
/// <param name="Device">The device that it runs on.</param>
/// <param name="Threads">Threads of an operator; null in a stage that does not train.</param>
/// <param name="Replicas">Models that share their weights; null in a stage that does not train.</param>
/// <param name="TrainingData">The training split's fingerprint.</param>
/// <param name="Validation">The validation split; null when there is none.</param>
public sealed record StageFacts(int Number, StagePlan Plan, string Device, int? Threads, int? Replicas, string TrainingData, Dataset? Validation);
