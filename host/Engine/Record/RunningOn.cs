// The machine and the software that a worker runs on, for the record of what a run was made of.
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>The machine and the software that this process runs on.</summary>
public static class RunningOn
{
    // What changes how many threads compute, with which instructions, and so how sums round.
    private static readonly string[] s_variables =
        ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_CORETYPE", "ATEN_CPU_CAPABILITY", "CUDA_VISIBLE_DEVICES", "CUBLAS_WORKSPACE_CONFIG", "LIBTORCH", "PLUGINHOST_TORCH"];

    // The part of a file's name that tells which BLAS it is.
    private static readonly string[] s_blas = ["openblas", "libmkl_", "libblis", "atlas", "libblas.so"];

    /// <summary>The host: name, processor, cores, memory, system.</summary>
    public static JsonObject Host() => new()
    {
        ["name"] = Environment.MachineName,
        ["cpu"] = Line("/proc/cpuinfo", "model name")?.TrimStart(':', ' ', '\t') ?? RuntimeInformation.ProcessArchitecture.ToString(),
        ["cores"] = Environment.ProcessorCount,
        ["memory_bytes"] = Line("/proc/meminfo", "MemTotal:") is { } total ? long.Parse(total.AsSpan().Trim().TrimEnd("kB ").Trim(), CultureInfo.InvariantCulture) * 1024 : null,
        ["system"] = RuntimeInformation.OSDescription,
    };

    /// <summary>The software: this program, .NET, libtorch with its BLAS, the variables that steer them.</summary>
    /// <param name="home">The checkout.</param>
    public static JsonObject Software(string home) => new()
    {
        ["pluginhost"] = typeof(RunningOn).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
        ["commit"] = GitCommit.Of(home),
        ["dotnet"] = Environment.Version.ToString(),
        ["torch"] = torch.__version__,
        ["blas"] = Blas(),
        ["blas_threads"] = torch.get_num_blas_threads(),
        ["cpu_capability"] = Capability(),
        ["environment"] = new JsonObject(s_variables.Select(name => KeyValuePair.Create(name, Environment.GetEnvironmentVariable(name)))
            .Where(pair => !string.IsNullOrEmpty(pair.Value)).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
    };

    // The library that is really mapped, with all links followed; one that is linked into libtorch has no file of its own.
    private static string Blas()
    {
        const string linked = "linked into libtorch";
        if (!File.Exists("/proc/self/maps")) return linked;
        var files = File.ReadLines("/proc/self/maps").Select(line => line.IndexOf('/') is var at and >= 0 ? line[at..] : "")
            .Where(path => path.Contains(".so", StringComparison.Ordinal)).Distinct().ToList();
        return s_blas.Select(part => files.FirstOrDefault(file => file.Contains(part, StringComparison.Ordinal))).FirstOrDefault(file => file is not null) ?? linked;
    }

    private static string? Capability()
    {
        const string mark = "CPU capability usage:";
        var line = torch.__config__.show().Split('\n').FirstOrDefault(line => line.Contains(mark, StringComparison.Ordinal));
        return line?[(line.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..].Trim();
    }

    private static string? Line(string path, string name) =>
        File.Exists(path) ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim() : null;
}
