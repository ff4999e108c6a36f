// The processes of a run, as the one that started them sees them.
using System.Reflection;
using System.Runtime.CompilerServices;

namespace PluginHost.App;

/// <summary>
/// A run's supervisor with its worker, as the process that started them sees them. They are started before anything is known of the run, so that
/// libtorch loads while the watcher still reads its command line; the run's folder follows through a pipe. A watcher that ends without naming
/// one closes the pipe, and both go away by themselves. The supervisor (<c>host/native/supervisor.cpp</c>) starts another worker when one dies.
/// </summary>
internal sealed class WorkerProcess : IWatchedWorker, IDisposable
{
    private readonly int _output;
    private int _pipe;
    private string? _runDirectory;
    private FoundWorker? _orphan;

    private WorkerProcess(int process, int pipe, int output)
    {
        Id = process;
        _pipe = pipe;
        _output = output;
    }

    /// <summary>The supervisor's process id.</summary>
    public int Id { get; }

    /// <summary>How it ended, as waitpid tells it; null while it runs.</summary>
    public int? Ended { get; private set; }

    /// <summary>What it wrote before it had a log: the runtime's own complaint, when it could not start.</summary>
    public string FirstWords => string.Join('\n', Written().Where(line => !line.StartsWith(WorkerVoice.Mark)));

    /// <inheritdoc/>
    public IReadOnlyList<string> Said => [.. Written().Where(line => line.StartsWith(WorkerVoice.Mark)).Select(line => line[1..])];

    /// <summary>Starts a supervisor, and so a worker, that waits for its run.</summary>
    public static WorkerProcess Start()
    {
        var program = Environment.ProcessPath ?? throw new SetupException("The path of this program is not known; is /proc mounted?");
        string[] arguments = Path.GetFileName(program) == "dotnet" ? [program, Assembly.GetEntryAssembly()!.Location] : [program];
        var supervisor = Path.Join(Environment.GetEnvironmentVariable("PLUGINHOST_NATIVE") is { Length: > 0 } folder ? folder : NativeFolder(), "pluginhost-supervisor");
        var (read, write) = Posix.Pipe();
        try
        {
            var output = Posix.MemoryFile();
            return new WorkerProcess(Posix.Spawn(supervisor, arguments, read, output), write, output);
        }
        finally
        {
            Posix.Close(read);
        }
    }

    /// <summary>Gives the worker its run.</summary>
    /// <param name="runDirectory">The run's folder.</param>
    public void Assign(string runDirectory)
    {
        if (runDirectory.Contains('\n')) throw new RecipeException($"The run's folder {runDirectory} has a line break in its name, which no run's folder may have.");
        _runDirectory = runDirectory;
        // A worker that is gone already is met again, with its exit status, by whoever watches.
        _ = Posix.WriteText(_pipe, runDirectory + "\n");
        ClosePipe();
    }

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning()
    {
        if (_orphan is not null) return _orphan.IsRunning();
        Ended ??= Posix.Wait(Id);
        // A supervisor that was killed leaves its worker at work; nobody will start another, and how it ends only its record tells.
        if (Ended is { } status && (status & 0x7F) != 0 && _runDirectory is not null && Worker.StillAt(_runDirectory) is { } orphan)
        {
            _orphan = new FoundWorker(orphan);
            return _orphan.IsRunning();
        }

        return Ended is null;
    }

    /// <summary>Sends it a signal, as long as it runs.</summary>
    public void Signal(int signal)
    {
        if (!IsRunning()) return;
        if (_orphan is not null) _orphan.Signal(signal);
        // A supervisor that is killed could not kill its workers.
        else Posix.Signal(Id, signal == Posix.Kill ? Posix.User1 : signal);
    }

    /// <summary>Lets go of it: one that has no run yet goes away, one that has goes on.</summary>
    public void Dispose()
    {
        ClosePipe();
        Posix.Close(_output);
    }

    // Not inlined, so that the binding is loaded only where the launcher has not said where its libraries are.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string NativeFolder() => TorchSharp.Native.FindFolder()
        ?? throw new SetupException("The native libraries are not there: run ./pluginhost doctor, or set PLUGINHOST_NATIVE to their folder.");

    private string[] Written() => File.ReadAllText($"/proc/self/fd/{_output}").Split('\n');

    private void ClosePipe()
    {
        if (_pipe >= 0) Posix.Close(_pipe);
        _pipe = -1;
    }
}
