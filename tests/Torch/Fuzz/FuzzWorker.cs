// The process that is fuzzed: it writes down which call it makes before it makes it, so that whoever waits for it can say which call
// ended it.
using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

/// <summary>What <c>PluginHost.Tests fuzz --seed S --from N --count N [--only PART] [--say] [--slow MILLISECONDS] [--mark FILE] [--skip NAMES]</c> does.</summary>
internal sealed class FuzzWorker
{
    /// <summary>The size of the file that says which call is being made: its number and one, or 0.</summary>
    public const int MarkBytes = 64;

    // Caches of libtorch fill in the beginning; what comes later would go on for ever.
    private const long Warm = 20_000;
    private const long RoomToGrow = 256L << 20;

    private readonly Dictionary<string, string> _options = [];

    private FuzzWorker(string[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
            _options[arguments[i]] = i + 1 < arguments.Length && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal) ? arguments[++i] : "";
    }

    /// <summary>Runs the calls. Exit code 0, 1 when something else than a refusal came out, or memory grew.</summary>
    public static int Start(string[] arguments) => new FuzzWorker(arguments).Run();

    private long Number(string name, long otherwise) => _options.TryGetValue(name, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private int Run()
    {
        set_num_threads(1);
        // Large enough for every reasonable call, and too small to hurt the machine.
        Memory.LargestCpuPiece = 64 << 20;
        var damaged = Memory.DamagedPieces(begin: true);
        var operators = FuzzOperators.All(_options.GetValueOrDefault("--only"));
        var skipped = _options.GetValueOrDefault("--skip", "").Split(',').ToHashSet();
        var (seed, from, count) = (Number("--seed", 1), Number("--from", 0), Number("--count", 1));
        using var file = _options.TryGetValue("--mark", out var path) ? MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, MarkBytes) : null;
        using var mark = file?.CreateViewAccessor();
        var say = _options.ContainsKey("--say");
        var slow = Number("--slow", long.MaxValue);
        var faults = 0;
        var resident = 0L;
        var refused = 0;
        var level = Memory.LiveTensors;
        for (var index = from; index < from + count; index++)
        {
            mark?.Write(0, index + 1);
            if (index == from + Warm)
                resident = Environment.WorkingSet;
            var call = FuzzCall.At(operators, seed, index);
            if (skipped.Contains(call.Schema.Name))
                continue;
            if (say)
                Console.WriteLine($"{index}: {call}");
            var began = Stopwatch.GetTimestamp();
            try
            {
                using var scope = NewDisposeScope();
                call.Make();
            }
            catch (Exception error) when (error is TorchException or ArgumentException or ObjectDisposedException)
            {
                refused++;
                if (say)
                    Console.WriteLine("  refused: " + error.Message);
            }
#pragma warning disable CA1031 // whatever else comes out is what is looked for
            catch (Exception error)
#pragma warning restore CA1031
            {
                faults++;
                Console.WriteLine($"{index}: {call}\n  {error}");
            }
            if (Stopwatch.GetElapsedTime(began).TotalMilliseconds is var took && took > slow)
                Console.WriteLine($"{took:0} ms: {index}: {call}");
            if (Memory.DamagedPieces() is var found && found > damaged)
            {
                faults++;
                damaged = found;
                Console.WriteLine($"{index}: {call}\n  wrote beside a tensor");
            }
            if (Memory.LiveTensors > level)
            {
                faults++;
                Console.WriteLine($"{index}: {call}\n  left {Memory.LiveTensors - level} tensors");
                level = Memory.LiveTensors;
            }
        }
        mark?.Write(0, 0L);
        if (count > 2 * Warm && Environment.WorkingSet - resident is var grown && grown > RoomToGrow)
        {
            faults++;
            Console.WriteLine($"the process grew by {grown >> 20} MiB after the first {Warm} calls");
        }
        Console.WriteLine($"{count} calls of {operators.Count} operators, {refused} refused, {faults} faults");
        return faults == 0 ? 0 : 1;
    }
}
