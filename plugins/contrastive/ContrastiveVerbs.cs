// Contrastive learning as a recipe writes it.
namespace PluginHost.Contrastive;

/// <summary>Contrastive learning as a recipe writes it.</summary>
public static class ContrastiveVerbs
{
    /// <summary>Learns from two views of each image, without labels.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="temperature">τ of the loss.</param>
    /// <param name="views">How views are made; null for the defaults.</param>
    public static StageBuilder Simclr(this StageBuilder stage, double temperature = 0.5, TwoViewsOptions? views = null)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Transform("two-views", views).Objective("simclr").Loss("nt-xent", new NtXentOptions { Temperature = temperature });
    }
}
