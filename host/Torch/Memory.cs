// How many native tensors this process holds through C# handles.
namespace TorchSharp;

/// <summary>Counts of the tensors that C# holds; a steady training loop holds them level.</summary>
public static class Memory
{
    /// <summary>
    /// Whether tensors are counted by the place that makes them, from now on; see <see cref="Places"/>. A walk of the stack for each tensor:
    /// for looking for a leak, not for training. On from the start where the environment variable PLUGINHOST_TRACK_TENSORS is 1.
    /// </summary>
    public static bool Track = Environment.GetEnvironmentVariable("PLUGINHOST_TRACK_TENSORS") == "1";

    /// <summary>Tensors held now.</summary>
    public static long LiveTensors
    {
        get
        {
            SharedTensors.ReleaseWaiting();
            var (made, released) = TensorCounts.Sum();
            return made - released;
        }
    }

    /// <summary>Tensors ever made.</summary>
    public static long MadeTensors => TensorCounts.Sum().Made;

    /// <summary>The places that made tensors while <see cref="Track"/> was on, those that hold the most bytes first.</summary>
    public static IReadOnlyList<TensorPlace> Places()
    {
        SharedTensors.ReleaseWaiting();
        return TensorPlaces.Read();
    }

    /// <summary>
    /// The most bytes that one piece of CPU memory may have; a larger one is a <see cref="TorchOutOfMemoryException"/>. Without a limit of
    /// its own, what the machine has free counts.
    /// </summary>
    public static unsafe long LargestCpuPiece
    {
        get
        {
            long limit;
            NativeMethods.Check(NativeMethods.ph_memory_limit(0, &limit), "Memory.LargestCpuPiece");
            return limit;
        }
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            long previous;
            NativeMethods.Check(NativeMethods.ph_memory_limit(value, &previous), "Memory.LargestCpuPiece");
        }
    }

    // How many pieces of CPU memory were written beside, since zones were put around them. With begin, zones are put around what is made from now on.
    internal static unsafe long DamagedPieces(bool begin = false)
    {
        long found;
        NativeMethods.Check(NativeMethods.ph_memory_zones(begin ? 1 : 0, &found), "Memory.DamagedPieces");
        return found;
    }
}
