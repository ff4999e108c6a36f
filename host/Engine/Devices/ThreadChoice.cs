// How many threads torch uses: measured, not counted.
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// Chooses how a stage uses the cores by timing a few forward and backward passes of the stage itself: with one thread, with all of them,
/// and with a replica for each core. On small operators two threads can be slower than one, because each parallel region waits for a core
/// that something else holds. The choice is kept for the same shape of stage on the same machine, so only a first run pays for it.
/// </summary>
/// <param name="fixedThreads">What the command line said; null measures.</param>
/// <param name="fixedReplicas">How many replicas; null measures, unless the threads are given.</param>
/// <param name="stateDirectory">Where choices are kept.</param>
internal sealed class ThreadChoice(int? fixedThreads, int? fixedReplicas, string stateDirectory)
{
    private const int Rounds = 3;

    // What OpenBLAS began with: its own threads are fewer only beside replicas.
    private static readonly Lazy<int?> s_blasThreads = new(torch.get_num_blas_threads);

    private string CacheFile => Path.Join(stateDirectory, "threads.json");

    /// <summary>Sets threads for a stage that does not train: the number that the command line gave, or all.</summary>
    public void Apply() => Apply(new Parallelism(fixedThreads ?? Math.Max(1, Environment.ProcessorCount)));

    /// <summary>Shares this machine's cores out over its ranks: nothing is tried out, since what is quickest alone is not beside others.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="replicasAgree">Whether that many replicas compute what the model alone does.</param>
    public Parallelism Choose(Ranks ranks, Func<int, bool> replicasAgree)
    {
        if (fixedReplicas is { } replicas and > 1 && replicasAgree(replicas)) return new Parallelism(1, replicas);
        return new Parallelism(fixedThreads ?? Math.Max(1, Environment.ProcessorCount / ranks.LocalSize));
    }

    /// <summary>Sets the threads of one of several ranks; the BLAS gets as many.</summary>
    public static void ApplyBesideOthers(Parallelism choice)
    {
        torch.set_num_threads(choice.Threads);
        if (s_blasThreads.Value is not null) torch.set_num_blas_threads(choice.Threads);
    }

    /// <summary>Sets torch's and the BLAS's threads.</summary>
    public static void Apply(Parallelism choice)
    {
        torch.set_num_threads(choice.Threads);
        if (s_blasThreads.Value is { } all) torch.set_num_blas_threads(choice.Replicas > 1 ? 1 : all);
    }

    /// <summary>The way with which <paramref name="probe"/> is quickest.</summary>
    /// <param name="plan">The stage.</param>
    /// <param name="parts">The stage, built.</param>
    /// <param name="replicasAgree">Whether that many replicas compute what the model alone does.</param>
    /// <param name="probe">A forward and a backward pass.</param>
    public Parallelism Choose(StagePlan plan, StageParts parts, Func<int, bool> replicasAgree, Action<Parallelism> probe)
    {
        var cores = Environment.ProcessorCount;
        if (parts.Device.type != DeviceType.CPU) return new Parallelism(fixedThreads ?? 1);
        if (fixedReplicas is { } replicas) return replicas > 1 && replicasAgree(replicas) ? new Parallelism(1, replicas) : new Parallelism(fixedThreads ?? 1);
        if (fixedThreads is { } given || cores == 1) return new Parallelism(fixedThreads ?? 1);

        var key = string.Create(CultureInfo.InvariantCulture, $"{torch.__version__}/{cores}/{Blas()}/{Shape(plan)}/{parts.TotalParameters}/{parts.TrainableParameters}/{plan.Batch}/{plan.Precision}");
        var cache = ReadCache();
        if (cache[key] is JsonObject known && known["threads"]?.GetValue<int>() is { } threads && known["replicas"]?.GetValue<int>() is { } models)
            return new Parallelism(threads, models);

        List<Parallelism> choices = [new(1), new(cores)];
        // A replica wants rows of its own, and more of them than cores share no cache.
        var most = (int)Math.Min(Math.Min(cores, plan.Batch), 8);
        if (most > 1 && replicasAgree(most)) choices.Add(new Parallelism(1, most));
        var times = choices.ToDictionary(choice => choice, _ => double.PositiveInfinity);
        // Rounds alternate, so that a neighbour's burst of work hits all; the least time is the one least disturbed.
        for (var round = -1; round < Rounds; round++)
            foreach (var choice in choices)
            {
                Apply(choice);
                var start = Stopwatch.GetTimestamp();
                probe(choice);
                if (round >= 0) times[choice] = Math.Min(times[choice], Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

        var best = choices.MinBy(choice => times[choice])!;
        cache[key] = new JsonObject
        {
            ["threads"] = best.Threads,
            ["replicas"] = best.Replicas,
            ["milliseconds"] = new JsonObject(times.Select(pair => KeyValuePair.Create(pair.Key.ToString(), (JsonNode?)Math.Round(pair.Value, 2)))),
        };
        WriteCache(cache);
        return best;
    }

    // Everything that decides how long a step takes and whether rows see each other or draw random numbers: two models of as many
    // parameters may differ in their dropout.
    private static string Shape(StagePlan plan)
    {
        var json = JsonSerializer.SerializeToNode(plan, SdkJson.Default.StagePlan)!.AsObject();
        string[] asked = ["model", "modelPath", "head", "objective", "loss", "adapters"];
        var text = string.Join('\n', asked.Select(name => json[name]?.ToJsonString()));
        if (plan.ModelPath is { } directory) text += File.ReadAllText(Path.Join(directory, "config.json"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
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
