// How many tensors a thread made and let go of: counted without a lock, since two threads that count in one place slow each other down.
namespace TorchSharp;

internal sealed class TensorCounts
{
    private static readonly List<TensorCounts> s_all = [];

    // Of threads that have ended.
    private static long s_made, s_released;

    private readonly Thread _thread = Thread.CurrentThread;
    internal long Made, Released;

    internal TensorCounts()
    {
        lock (s_all)
        {
            foreach (var ended in s_all.Where(counts => !counts._thread.IsAlive))
                (s_made, s_released) = (s_made + ended.Made, s_released + ended.Released);
            s_all.RemoveAll(counts => !counts._thread.IsAlive);
            s_all.Add(this);
        }
    }

    /// <summary>Over all threads; of one that counts meanwhile it is the count of some moment.</summary>
    internal static (long Made, long Released) Sum()
    {
        lock (s_all)
        {
            var (made, released) = (s_made, s_released);
            foreach (var counts in s_all)
                (made, released) = (made + Volatile.Read(ref counts.Made), released + Volatile.Read(ref counts.Released));
            return (made, released);
        }
    }
}
