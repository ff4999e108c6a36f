// The worker process, as its watcher sees it.
using System.Reflection;

namespace PluginHost.App;

/// <summary>
/// A worker. It is started before anything is known of the run, so that it loads libtorch while the watcher still reads its command line;
/// the run's folder follows through a pipe. A watcher that ends without naming one closes the pipe, and the worker goes away by itself.
/// </summary>
internal sealed class WorkerProcess : IWatchedWorker, IDisposable
{
    private readonly int _output;
    private int _pipe;

    private WorkerProcess(int process, int pipe, int output)
    {
        Id = process;
        _pipe = pipe;
        _output = output;
    }

    /// <summary>Its process id.</summary>
    public int Id { get; }

    /// <summary>How it ended, as waitpid tells it; null while it runs.</summary>
    public int? Ended { get; private set; }

    /// <summary>What it wrote before it had a log: the runtime's own complaint, when it could not start.</summary>
    public string FirstWords => string.Join('\n', Written().Where(line => !line.StartsWith(WorkerVoice.Mark)));

    /// <inheritdoc/>
    public IReadOnlyList<string> Said => [.. Written().Where(line => line.StartsWith(WorkerVoice.Mark)).Select(line => line[1..])];

    /// <summary>Starts a worker that waits for its run.</summary>
    public static WorkerProcess Start()
    {
        var program = Environment.ProcessPath ?? throw new SetupException("The path of this program is not known; is /proc mounted?");
        string[] arguments = Path.GetFileName(program) == "dotnet" ? [Assembly.GetEntryAssembly()!.Location, "worker"] : ["worker"];
        var (read, write) = Posix.Pipe();
        try
        {
            var output = Posix.MemoryFile();
            return new WorkerProcess(Posix.Spawn(program, arguments, read, output), write, output);
        }
        finally
        {
            Posix.Close(read);
        }
    }

    /// <summary>Gives the worker its run.</summary>
    public void Assign(string runDirectory)
    {
        // A worker that is gone already is met again, with its exit status, by whoever watches.
        _ = Posix.WriteText(_pipe, runDirectory);
        ClosePipe();
    }

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning()
    {
        Ended ??= Posix.Wait(Id);
        return Ended is null;
    }

    /// <summary>Sends it a signal, as long as it runs.</summary>
    public void Signal(int signal)
    {
        if (IsRunning()) Posix.Signal(Id, signal);
    }

    /// <summary>Lets go of it: one that has no run yet goes away, one that has goes on.</summary>
    public void Dispose()
    {
        ClosePipe();
        Posix.Close(_output);
    }

    private string[] Written() => File.ReadAllText($"/proc/self/fd/{_output}").Split('\n');

    private void ClosePipe()
    {
        if (_pipe >= 0) Posix.Close(_pipe);
        _pipe = -1;
    }
}
