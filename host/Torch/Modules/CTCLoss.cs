// −log of the probability of all alignments of a sequence with its target (Graves et al. 2006). Log probabilities (T, N, C), targets (N, S).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>−log of the probability of all alignments of a sequence with its target (Graves et al. 2006). Log probabilities (T, N, C), targets (N, S).</summary>
    public class CTCLoss(long blank = 0, bool zero_infinity = false, nn.Reduction reduction = nn.Reduction.Mean) : Loss<Tensor, Tensor, Tensor, Tensor, Tensor>(reduction, nameof(CTCLoss))
    {
        public long blank { get; } = blank;

        public bool zero_infinity { get; } = zero_infinity;

        public override Tensor forward(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths) => nn.functional.ctc_loss(log_probs, targets, input_lengths, target_lengths, blank, zero_infinity, reduction);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.CTCLoss CTCLoss(long blank = 0, bool zero_infinity = false, Reduction reduction = Reduction.Mean) => new(blank, zero_infinity, reduction);
        }
    }
}
