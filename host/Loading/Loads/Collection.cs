// The proof that something was unloaded: it is gone from memory, not merely asked to go.
namespace PluginHost.Loading.Loads;

/// <summary>Collects garbage until something is gone, within bounds.</summary>
internal static class Collection
{
    private const int Attempts = 12;

    /// <summary>Collects until every target is gone, a dozen times at most.</summary>
    /// <returns>For how many milliseconds each collection stopped all managed threads.</returns>
    public static IReadOnlyList<double> Prove(params IReadOnlyCollection<WeakReference> targets)
    {
        var pauses = new List<double>();
        // A context goes in stages (its finalizer, then its loader's), so that one collection is never enough.
        for (var attempt = 0; attempt < Attempts && targets.Any(target => target.IsAlive); attempt++)
        {
            var before = GC.GetTotalPauseDuration();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: attempt > 0);
            pauses.Add((GC.GetTotalPauseDuration() - before).TotalMilliseconds);
            GC.WaitForPendingFinalizers();
        }

        return pauses;
    }
}
