// LoRA as a recipe writes it.
namespace PluginHost.LowRank;

/// <summary>LoRA as a recipe writes it.</summary>
public static class LoraVerbs
{
    /// <summary>Trains a low-rank update of the model and freezes the rest.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="rank">The rank of the update.</param>
    /// <param name="alpha">The update is scaled by alpha / rank; null for twice the rank.</param>
    /// <param name="dropout">The probability of dropping an input of the update while training.</param>
    /// <param name="targets">The modules to adapt; empty for the model's default.</param>
    public static StageBuilder Lora(this StageBuilder stage, int rank = 8, double? alpha = null, double dropout = 0, params IReadOnlyList<string> targets)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Adapt("lora", new LoraOptions { Rank = rank, Alpha = alpha ?? 2 * rank, Dropout = dropout, Targets = targets });
    }
}
