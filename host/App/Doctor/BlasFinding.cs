// What the doctor says of the BLAS behind every matrix product.
using System.Globalization;

namespace PluginHost.App;

/// <summary>Tells which BLAS was really loaded. The reference BLAS gives the same results tens of times slower, and nothing else tells of it.</summary>
internal static class BlasFinding
{
    private static readonly (string Part, string Name)[] s_known =
    [
        ("openblas-pthread", "OpenBLAS (pthread)"), ("openblas-openmp", "OpenBLAS (OpenMP)"), ("openblas-serial", "OpenBLAS (one thread)"),
        ("libopenblas", "OpenBLAS"), ("libmkl_", "Intel MKL"), ("libblis", "BLIS"), ("atlas", "ATLAS"),
    ];

    /// <summary>The finding.</summary>
    /// <param name="libraries">What is loaded.</param>
    /// <param name="config">libtorch's own description of its build.</param>
    /// <param name="speed">What a matrix product was seen to do, in 10^9 operations a second.</param>
    public static Finding Of(LoadedLibraries libraries, string config, double speed)
    {
        var measured = $"{speed.ToString("0.#", CultureInfo.InvariantCulture)} GFLOP/s at 512x512";
        foreach (var (part, name) in s_known)
        {
            if (libraries.Files.FirstOrDefault(file => file.Contains(part, StringComparison.Ordinal)) is not { } file) continue;
            var threads = name.StartsWith("OpenBLAS", StringComparison.Ordinal) ? $"; threads: {Threads("OPENBLAS_NUM_THREADS")}" : "";
            return new Finding("BLAS", Verdict.Good, $"{name}, {file}, {measured}{threads}");
        }

        if (libraries.Files.FirstOrDefault(file => Path.GetFileName(file).StartsWith("libblas.so", StringComparison.Ordinal)) is { } reference)
            return new Finding("BLAS", Verdict.Better, $"the reference BLAS, {reference}, {measured}",
                "It is tens of times slower than a tuned one. Install it beside; it is used by itself from then on: apt-get install libopenblas0-pthread");
        var linked = config.Contains("BLAS_INFO=mkl", StringComparison.OrdinalIgnoreCase) ? "Intel MKL, linked into libtorch" : "linked into libtorch";
        return new Finding("BLAS", Verdict.Good, $"{linked}, {measured}");
    }

    private static string Threads(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set ? $"{set} ({variable})" : $"all {Environment.ProcessorCount} cores, apart from torch's own";
}
