// Random numbers of several ranks: each has a sequence of its own, and a checkpoint has them all.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>The generators of ranks above 0, beside that of rank 0 in a checkpoint.</summary>
internal static class RankGenerators
{
    /// <summary>Seeds the generator that dropout draws from, for the first step or where a checkpoint has no state for this rank.</summary>
    /// <param name="parts">The stage.</param>
    /// <param name="step">The step that is about to be made.</param>
    public static void Seed(StageParts parts, long step = 0)
    {
        var part = parts.Ranks.IsFirst ? "training" : $"training/rank-{parts.Ranks.Rank}";
        torch.manual_seed(Seeds.Derive(parts.Plan.Seed, step == 0 ? part : $"{part}/step-{step}"));
    }

    /// <summary>Writes the other ranks' states; all ranks take part.</summary>
    public static void Gather(StageParts parts, StateWriter state)
    {
        if (parts.Ranks.IsAlone) return;
        var gpu = parts.Device.type == DeviceType.CUDA;
        var cpu = parts.Ranks.Gather(torch.get_rng_state().ToArray<byte>());
        var cuda = gpu ? parts.Ranks.Gather(torch.Generator.Of(parts.Device).get_state().ToArray<byte>()) : [];
        for (var rank = 1; rank < parts.Ranks.Size; rank++)
        {
            state.Write($"generator.cpu.rank-{rank}", torch.tensor(cpu[rank], dtype: torch.ScalarType.Byte));
            if (gpu) state.Write($"generator.cuda.rank-{rank}", torch.tensor(cuda[rank], dtype: torch.ScalarType.Byte));
        }
    }

    /// <summary>Takes this rank's state. A rank that the checkpoint does not know begins a sequence of its own.</summary>
    public static void Restore(StageParts parts, IReadOnlyDictionary<string, torch.Tensor> tensors, long step)
    {
        if (parts.Ranks.IsFirst) return;
        if (!tensors.TryGetValue($"generator.cpu.rank-{parts.Ranks.Rank}", out var cpu))
        {
            Seed(parts, step);
            return;
        }

        torch.set_rng_state(cpu);
        if (parts.Device.type == DeviceType.CUDA && tensors.TryGetValue($"generator.cuda.rank-{parts.Ranks.Rank}", out var cuda)) torch.Generator.Of(parts.Device).set_state(cuda);
    }
}
