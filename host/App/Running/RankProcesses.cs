// The other ranks of a run that was started with --nproc: children of rank 0's worker.
using System.Globalization;
using System.Reflection;
using PluginHost.Engine;

namespace PluginHost.App;

/// <summary>
/// Starts the ranks above 0 of a run on this machine, each with torchrun's variables in its environment, and ends them with this process: they
/// notice by themselves when it is gone, and one that still runs when it ends in good order is killed.
/// </summary>
internal sealed class RankProcesses : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly (int Rank, int Process)[] _children;
    private readonly int?[] _ended;
    private readonly string _runDirectory;

    private RankProcesses(string runDirectory, (int, int)[] children)
    {
        (_runDirectory, _children) = (runDirectory, children);
        _ended = new int?[children.Length];
    }

    /// <summary>Starts them.</summary>
    /// <param name="world">Rank 0's.</param>
    /// <param name="runDirectory">The run's folder.</param>
    public static RankProcesses Start(WorldInfo world, string runDirectory)
    {
        var program = Environment.ProcessPath ?? throw new SetupException("The path of this program is not known; is /proc mounted?");
        string[] start = Path.GetFileName(program) == "dotnet" ? [program, Assembly.GetEntryAssembly()!.Location] : [program];
        var (read, write) = Posix.Pipe();
        var output = Posix.MemoryFile();
        try
        {
            return new RankProcesses(runDirectory, [.. Enumerable.Range(1, world.Size - 1).Select(rank => (rank, Posix.Spawn("/usr/bin/env",
                [$"RANK={Text(rank)}", $"WORLD_SIZE={Text(world.Size)}", $"LOCAL_RANK={Text(rank)}", $"MASTER_ADDR={world.Address}", $"MASTER_PORT={Text(world.Port)}", .. start, "worker", runDirectory], read, output)))]);
        }
        finally
        {
            Posix.Close(read);
            Posix.Close(write);
            Posix.Close(output);
        }
    }

    /// <summary>What to say when one has ended; null while all run.</summary>
    public RankFault? Trouble()
    {
        for (var i = 0; i < _children.Length; i++)
        {
            _ended[i] ??= Posix.Wait(_children[i].Process);
            if (_ended[i] is { } status)
                return new RankFault($"Rank {_children[i].Rank} {WorkerDeath.How(status)} before it had met the others. Its log tells more: {Path.Join(_runDirectory, $"worker-{Text(_children[i].Rank)}.log")}", lost: WorkerDeath.IsBySignal(status));
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var deadline = Environment.TickCount64 + (long)s_patience.TotalMilliseconds;
        for (var i = 0; i < _children.Length; i++)
        {
            while ((_ended[i] ??= Posix.Wait(_children[i].Process)) is null && Environment.TickCount64 < deadline) Thread.Sleep(5);
            if (_ended[i] is null) Posix.Signal(_children[i].Process, Posix.Kill);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
