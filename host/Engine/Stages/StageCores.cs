// How a stage uses the cores: chosen before its first step, kept by its checkpoints.
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>How a stage uses the cores: as its checkpoint says, since sums in another order round differently, or else as is quickest.</summary>
/// <param name="parts">The stage.</param>
/// <param name="step">Its steps.</param>
internal sealed class StageCores(StageParts parts, TrainingStep step)
{
    /// <summary>The choice; null in a stage that does not train, and before it was made.</summary>
    public Parallelism? Uses { get; private set; }

    /// <summary>Writes the choice into a checkpoint. Ranks share the machine out anew at each start.</summary>
    public void Write(StateWriter state)
    {
        if (!parts.Ranks.IsAlone || Uses is not { } used) return;
        state.Write("threads", used.Threads);
        state.Write("replicas", used.Replicas);
    }

    /// <summary>Takes the choice that a checkpoint has.</summary>
    public void Take(JsonObject saved)
    {
        if (parts.Ranks.IsAlone && saved["threads"] is { } used) Uses = new Parallelism(used.GetValue<int>(), saved["replicas"]!.GetValue<int>());
    }

    /// <summary>Makes the choice and sets threads and replicas.</summary>
    public void Begin(ThreadChoice threads)
    {
        if (parts.Optimization is not null) Parallelize(threads);
        else if (parts.Ranks.IsAlone) threads.Apply();
        else ThreadChoice.ApplyBesideOthers(threads.Choose(parts.Ranks, _ => false));
    }

    private void Parallelize(ThreadChoice threads)
    {
        using var scope = torch.NewDisposeScope();
        Uses ??= parts.Ranks.IsAlone ? Choose(threads) : threads.Choose(parts.Ranks, AgreeWithReplicas);
        if (parts.Ranks.IsAlone) ThreadChoice.Apply(Uses);
        else ThreadChoice.ApplyBesideOthers(Uses);
        step.Replicate(Uses.Replicas);
        step.Trim();
    }

    private Parallelism Choose(ThreadChoice threads)
    {
        var batch = new Lazy<Batch>(() => parts.Train.Shuffled(0, parts.Plan.Batch, parts.Device), LazyThreadSafetyMode.None);
        return Untouched(() => threads.Choose(parts.Plan, parts, count => step.ReplicasAgree(batch.Value, count), tried =>
        {
            var rows = batch.Value;
            using var inner = torch.NewDisposeScope();
            step.Replicate(tried.Replicas);
            step.Probe(rows);
        }));
    }

    private bool AgreeWithReplicas(int count) => Untouched(() => step.ReplicasAgree(parts.Train.Shuffled(0, parts.Plan.Batch, parts.Device), count));

    // Trying things out draws random numbers and moves batch statistics. A choice that is known tries nothing, and makes no batch.
    private T Untouched<T>(Func<T> choose) => parts.Untouched(choose);
}
