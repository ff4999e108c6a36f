// Brings a run's database up to date from its events, without a worker.
namespace PluginHost.Engine;

/// <summary>Brings a run's database up to date from its events: after a crash, a deleted file, a disk that was full.</summary>
public static class RunIndex
{
    /// <summary>Takes what the database lacks.</summary>
    /// <param name="runDirectory">The run's folder.</param>
    /// <param name="say">Takes a sentence when a damaged database was put aside.</param>
    /// <returns>The lines that were taken.</returns>
    /// <exception cref="SetupException">The database cannot be written.</exception>
    public static long CatchUp(string runDirectory, Action<string> say)
    {
        using var database = new RunDatabase(runDirectory, say);
        try
        {
            return database.CatchUp();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"{database.File} cannot be written: {fault.Message.TrimEnd('.')}.", fault);
        }
    }
}
