// Options of the loss "nt-xent".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Contrastive;

/// <summary>Options of the loss <c>nt-xent</c>.</summary>
public sealed record NtXentOptions
{
    /// <summary>τ: what similarities are divided by. The paper's best is 0.1 on ImageNet and 0.5 on CIFAR-10.</summary>
    [Range(0.0, 100.0, MinimumIsExclusive = true)]
    public double Temperature { get; init; } = 0.5;
}
