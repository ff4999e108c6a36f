// What the binding keeps per thread, behind one thread-static so that making a tensor reads it once.
using System.Runtime.CompilerServices;

namespace TorchSharp;

internal sealed class ThreadState
{
    [ThreadStatic]
    private static ThreadState? t_current;

    internal readonly TensorHandle?[] Pool = new TensorHandle?[4096];
    internal int Count;
    internal DisposeScope? Scope;
    internal readonly DisposeScopeManager Scopes = new();
    internal readonly LifetimeStatistics Tensors;
    internal readonly TensorCounts Counts = new();

    private ThreadState() => Tensors = Scopes.Counts.TensorStatistics;

    // For threads that share tensors; see SharedTensors.
    internal readonly Thread Thread = Thread.CurrentThread;
    internal bool Reading;
    internal List<nint>? Borrowed;

    internal static ThreadState Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => t_current ?? Create();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ThreadState Create() => t_current = new ThreadState();
}
