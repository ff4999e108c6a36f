// How a stage uses the cores.
namespace PluginHost.Engine;

/// <summary>How a stage uses the cores: one model whose operators use several threads, or several replicas that use one each.</summary>
/// <param name="Threads">Threads of an operator.</param>
/// <param name="Replicas">Models that share their weights and compute a part of each batch, beside each other.</param>
internal sealed record Parallelism(int Threads, int Replicas = 1)
{
    public override string ToString() => Replicas == 1 ? $"{Threads} thread{(Threads == 1 ? "" : "s")}" : $"{Replicas} replicas";
}
