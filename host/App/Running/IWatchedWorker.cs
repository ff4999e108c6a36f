// A run's worker, as whoever watches it sees it.
namespace PluginHost.App;

/// <summary>A run's worker, as whoever watches it sees it: one that this process started, or one that it found.</summary>
internal interface IWatchedWorker
{
    /// <summary>How it ended, as waitpid tells it, -1 where nobody could tell; null while it runs.</summary>
    int? Ended { get; }

    /// <summary>What it wrote before it had a log: the runtime's own complaint, when it could not start.</summary>
    string FirstWords { get; }

    /// <summary>What it said when its run's folder could not be written.</summary>
    IReadOnlyList<string> Said { get; }

    /// <summary>Whether it still runs.</summary>
    bool IsRunning();

    /// <summary>Sends it a signal, as long as it runs.</summary>
    void Signal(int signal);
}
