// How many native tensors this process holds through C# handles.
namespace TorchSharp;

/// <summary>Counts of the tensors that C# holds; a steady training loop holds them level.</summary>
public static class Memory
{
    private static long s_made;
    private static long s_released;

    /// <summary>Tensors held now.</summary>
    public static long LiveTensors => Volatile.Read(ref s_made) - Volatile.Read(ref s_released);

    /// <summary>Tensors ever made.</summary>
    public static long MadeTensors => Volatile.Read(ref s_made);

    internal static void Made() => Interlocked.Increment(ref s_made);

    internal static void Released() => Interlocked.Increment(ref s_released);
}
