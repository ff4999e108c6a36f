// What the doctor says of libtorch, its BLAS, its threads and its devices.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.App;

/// <summary>Loads libtorch and looks at what was really loaded: versions, the BLAS behind matmul, threads, devices.</summary>
internal static class TorchFindings
{
    private const int Side = 512;

    /// <summary>The findings; only the first when libtorch does not load.</summary>
    public static IEnumerable<Finding> Examine(Checkout checkout)
    {
        if (Load() is { } fault)
        {
            yield return new Finding("libtorch", Verdict.Wrong, "does not load", fault);
            yield break;
        }

        var libraries = LoadedLibraries.Read();
        var config = torch.__config__.show();
        var file = libraries.Find("libtorch_cpu.so");
        yield return new Finding("libtorch", Verdict.Good, $"{torch.__version__}, {file ?? "linked into the program"}; chosen by {Choice()}");
        yield return Capability(config);
        var speed = MatrixSpeed();
        yield return BlasFinding.Of(libraries, config, speed);
        yield return Threads(checkout);
        yield return Devices(config);
    }

    private static string? Load()
    {
        try
        {
            Native.EnsureLoaded();
            return null;
        }
        catch (Exception refused) when (refused is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or TypeInitializationException or TorchException)
        {
            return (refused.InnerException ?? refused).Message + " It is set up by: ./pluginhost (installs libtorch-dev and compiles host/native), "
                + "or set LIBTORCH=/dir, or PLUGINHOST_TORCH=python.";
        }
    }

    private static string Choice() =>
        Environment.GetEnvironmentVariable("LIBTORCH") is { Length: > 0 } folder ? $"LIBTORCH={folder}"
        : Environment.GetEnvironmentVariable("PLUGINHOST_TORCH") is { Length: > 0 } named ? $"PLUGINHOST_TORCH={named}"
        : "default (Debian's libtorch-dev; LIBTORCH or PLUGINHOST_TORCH choose another)";

    private static Finding Capability(string config)
    {
        const string mark = "CPU capability usage:";
        var line = config.Split('\n').FirstOrDefault(line => line.Contains(mark, StringComparison.Ordinal));
        var capability = line is null ? "not told" : line[(line.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..].Trim();
        return capability is "DEFAULT" or "NO AVX"
            ? new Finding("CPU", Verdict.Better, $"{Environment.ProcessorCount} cores, capability {capability}",
                "libtorch uses no vector instructions here. Is ATEN_CPU_CAPABILITY set, or is this an emulated machine?")
            : new Finding("CPU", Verdict.Good, $"{Environment.ProcessorCount} cores, capability {capability}");
    }

    private static double MatrixSpeed()
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var (a, b) = (torch.rand(Side, Side), torch.rand(Side, Side));
        torch.matmul(a, b);
        var best = double.PositiveInfinity;
        for (var round = 0; round < 3; round++)
        {
            var start = Stopwatch.GetTimestamp();
            torch.matmul(a, b);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return 2.0 * Side * Side * Side / best / 1e9;
    }

    private static Finding Threads(Checkout checkout)
    {
        var path = Path.Join(checkout.State, "threads.json");
        var measured = "no run has measured yet";
        if (File.Exists(path))
        {
            try
            {
                var choices = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
                var ways = choices.Select(choice => Way(choice.Value?["threads"]?.GetValue<int>(), choice.Value?["replicas"]?.GetValue<int>())).OfType<string>().CountBy(way => way);
                measured = "quickest, as measured: " + string.Join(", ", ways.OrderBy(way => way.Key, StringComparer.Ordinal).Select(way => $"{way.Key} for {way.Value} kind{(way.Value == 1 ? "" : "s")} of stage"));
            }
            catch (Exception damage) when (damage is JsonException or InvalidOperationException)
            {
                return new Finding("threads", Verdict.Better, $"{path} is damaged: {damage.Message}", "Remove it; the next run measures anew.");
            }
        }

        return new Finding("threads", Verdict.Good, $"torch would use {torch.get_num_threads()}; {measured}");
    }

    private static string? Way(int? threads, int? replicas) => (threads, replicas) switch
    {
        (_, > 1) => $"{replicas} replicas of the model, each on a thread",
        ({ } count, _) => $"{count} thread{(count == 1 ? "" : "s")}",
        _ => null,
    };

    private static Finding Devices(string config)
    {
        if (torch.cuda.is_available())
            return new Finding("devices", Verdict.Good, $"cpu, {torch.cuda.device_count().ToString(CultureInfo.InvariantCulture)} CUDA");
        var card = File.Exists("/proc/driver/nvidia/version") || Directory.Exists("/proc/driver/nvidia/gpus");
        // Every build mentions USE_CUDA; only one with CUDA names the runtime that it was built for.
        if (!config.Contains("CUDA Runtime", StringComparison.Ordinal))
            return card
                ? new Finding("devices", Verdict.Better, "cpu; there is an NVIDIA driver, but this libtorch was built without CUDA",
                    "Install PyTorch with CUDA and set PLUGINHOST_TORCH=python.")
                : new Finding("devices", Verdict.Good, "cpu; no CUDA: this libtorch was built without it, and there is no NVIDIA driver");
        return new Finding("devices", card ? Verdict.Better : Verdict.Good, $"cpu; this libtorch has CUDA, but sees no GPU ({(card ? "a driver is there" : "no NVIDIA driver is loaded")})",
            card ? "Look at nvidia-smi: the driver may be older than this libtorch's CUDA, or CUDA_VISIBLE_DEVICES hides the GPU." : null);
    }
}
