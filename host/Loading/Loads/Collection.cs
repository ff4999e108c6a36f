// The proof that something was unloaded: it is gone from memory, not merely asked to go.
namespace PluginHost.Loading.Loads;

/// <summary>Collects garbage until something is gone, within bounds.</summary>
internal static class Collection
{
    private const int Attempts = 12;

    /// <summary>Whether every target is gone after at most a dozen full collections.</summary>
    public static bool Prove(params IReadOnlyCollection<WeakReference> targets)
    {
        // A context goes in stages (its finalizer, then its loader's), so that one collection is never enough.
        for (var attempt = 0; attempt < Attempts && targets.Any(target => target.IsAlive); attempt++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: attempt > 0);
            GC.WaitForPendingFinalizers();
        }

        return !targets.Any(target => target.IsAlive);
    }
}
