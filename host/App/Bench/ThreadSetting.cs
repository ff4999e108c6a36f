// A choice of both kinds of threads: torch's own and those of its BLAS.
namespace PluginHost.App;

/// <summary>A choice of threads; OpenBLAS has threads of its own, which torch's number does not limit.</summary>
/// <param name="Torch">torch's threads.</param>
/// <param name="Blas">OPENBLAS_NUM_THREADS; null leaves it unset.</param>
internal sealed record ThreadSetting(int Torch, int? Blas)
{
    /// <summary>All that are tried.</summary>
    public static IEnumerable<ThreadSetting> All() =>
        from torch in new[] { 1, Environment.ProcessorCount }.Distinct()
        from blas in new int?[] { null, 1 }
        select new ThreadSetting(torch, blas);

    /// <inheritdoc/>
    public override string ToString() => $"torch {Torch}, OpenBLAS {Blas?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "default"}";
}
