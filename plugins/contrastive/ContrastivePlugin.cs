// The family of methods that learn by telling views of one thing from views of others.
using PluginHost;
using PluginHost.Contrastive;
using TorchSharp;

[assembly: Plugin("contrastive", Sdk = "1", Author = "PluginHost", Description = "Learning without labels, by telling views of one image from those of others.")]
[assembly: Provides(Kind.Objective, "simclr", typeof(SimclrOptions), Summary = "Two views of each image through the model and a projection (Chen et al. 2020).")]
[assembly: Provides(Kind.Loss, "nt-xent", typeof(NtXentOptions), Summary = "Cross-entropy over the similarities of views, with a temperature.")]
[assembly: Provides(Kind.Transform, "two-views", typeof(TwoViewsOptions), Summary = "Two random crops of each image, turned over and with other colours, made on the device.")]

namespace PluginHost.Contrastive;

/// <summary>Learning by telling views of one thing from views of others.</summary>
public sealed class ContrastivePlugin : IPlugin, IVerifiable
{
    /// <inheritdoc/>
    public void Register(IRegistry registry)
    {
        registry.Objective<SimclrOptions>("simclr", (options, context) => new Simclr(options, context));
        registry.Loss<NtXentOptions>("nt-xent", (options, _) => new NtXent(options));
        registry.Transform<TwoViewsOptions>("two-views", (options, _) => new TwoViews(options));
    }

    /// <inheritdoc/>
    public void Verify(Verification verification)
    {
        ArgumentNullException.ThrowIfNull(verification);
        verification.Inputs(Kind.Objective, "simclr", () => new Batch
        {
            [ContrastiveFields.FirstView] = torch.rand(8, 3, 16, 16),
            [ContrastiveFields.SecondView] = torch.rand(8, 3, 16, 16),
        });
    }
}
