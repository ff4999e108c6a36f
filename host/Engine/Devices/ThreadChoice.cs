// How many threads torch uses: measured, not counted.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// Chooses torch's threads by timing a few forward and backward passes of the stage itself with one thread and with all cores: on small
/// operators two threads can be slower than one, because each parallel region waits for a core that something else holds. The choice is
/// kept for the same shape of stage on the same machine, so only a first run pays for it.
/// </summary>
/// <param name="fixedThreads">What the command line said; null measures.</param>
/// <param name="stateDirectory">Where choices are kept.</param>
internal sealed class ThreadChoice(int? fixedThreads, string stateDirectory)
{
    private const int Rounds = 3;
    private string CacheFile => Path.Join(stateDirectory, "threads.json");

    /// <summary>Sets the number that the command line gave, or one.</summary>
    public void Apply() => torch.set_num_threads(fixedThreads ?? Math.Max(1, Environment.ProcessorCount));

    /// <summary>Sets the number of threads with which <paramref name="probe"/> is quickest.</summary>
    public void Choose(StagePlan plan, StageParts parts, Action probe)
    {
        if (fixedThreads is { } given || Environment.ProcessorCount == 1 || parts.Device.type != DeviceType.CPU)
        {
            torch.set_num_threads(fixedThreads ?? 1);
            return;
        }

        var key = string.Create(CultureInfo.InvariantCulture, $"{torch.__version__}/{Environment.ProcessorCount}/{Blas()}/{parts.TotalParameters}/{parts.TrainableParameters}/{plan.Batch}/{plan.Precision}");
        var cache = ReadCache();
        if (cache[key]?["threads"]?.GetValue<int>() is { } known)
        {
            torch.set_num_threads(known);
            return;
        }

        var choices = new[] { 1, Environment.ProcessorCount };
        var times = choices.ToDictionary(threads => threads, _ => double.PositiveInfinity);
        // Rounds alternate, so that a neighbour's burst of work hits both; the least time is the one least disturbed.
        for (var round = -1; round < Rounds; round++)
            foreach (var threads in choices)
            {
                torch.set_num_threads(threads);
                var start = Stopwatch.GetTimestamp();
                probe();
                if (round >= 0) times[threads] = Math.Min(times[threads], Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

        var best = choices.MinBy(threads => times[threads]);
        torch.set_num_threads(best);
        cache[key] = new JsonObject
        {
            ["threads"] = best,
            ["milliseconds"] = new JsonObject(times.Select(pair => KeyValuePair.Create(pair.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)Math.Round(pair.Value, 2)))),
        };
        WriteCache(cache);
    }

    private static string Blas() => Environment.GetEnvironmentVariable("OPENBLAS_NUM_THREADS") ?? Environment.GetEnvironmentVariable("OMP_NUM_THREADS") ?? "default";

    private JsonObject ReadCache()
    {
        try
        {
            return File.Exists(CacheFile) ? JsonFiles.Read(CacheFile) : [];
        }
        catch (PluginHostException)
        {
            // A damaged cache costs a measurement, nothing more.
            return [];
        }
    }

    private void WriteCache(JsonObject cache)
    {
        try
        {
            Directory.CreateDirectory(stateDirectory);
            var aside = $"{CacheFile}.{Environment.ProcessId}";
            JsonFiles.Write(aside, cache);
            File.Move(aside, CacheFile, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A read-only checkout measures at each start instead.
        }
    }
}
