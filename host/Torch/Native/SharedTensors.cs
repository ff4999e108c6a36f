// Tensors that several threads use. A thread pays nothing for the tensors that it made itself; here is what it costs to use or dispose
// of another thread's, so that a tensor which is disposed of during a call of another thread outlives that call.
//
// Using: the thread sets a bit in the handle's pointer, takes a native reference of its own and clears the bit. An owner that disposes
// meanwhile finds the bit and leaves its reference to the thread that set it.
// Disposing: the thread takes the handle from the tensor, makes all threads see that, and looks whether the owner is between reading a
// handle and the end of a native call. If so the release waits.
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace TorchSharp;

internal static unsafe class SharedTensors
{
    internal const nint Taking = 1;

    private static readonly ConcurrentQueue<TensorHandle> s_waiting = new();

    // Nothing else may hold it: it becomes garbage when its thread has ended.
    [ThreadStatic]
    private static ThreadEnd? t_end;

    /// <summary>A reference to another thread's tensor that lives until this thread makes its next tensor; 0 when it is disposed of.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static nint Borrow(ref TensorHandle? place, ThreadState state)
    {
        var wait = new SpinWait();
        while (true)
        {
            var handle = Volatile.Read(ref place);
            if (handle is null)
                return 0;
            var pointer = Volatile.Read(ref handle.Pointer);
            if (pointer == 0 && ReferenceEquals(Volatile.Read(ref place), handle))
                return 0;
            if (pointer == 0 || (pointer & Taking) != 0 || Interlocked.CompareExchange(ref handle.Pointer, pointer | Taking, pointer) != pointer)
            {
                wait.SpinOnce();
                continue;
            }
            nint own = 0;
            var status = NativeMethods.ph_tensor_alias(pointer, &own);
            if (Interlocked.CompareExchange(ref handle.Pointer, pointer, pointer | Taking) != (pointer | Taking))
                _ = NativeMethods.ph_tensor_release(pointer);
            NativeMethods.Check(status, "a tensor of another thread");
            // The handle may have gone to another tensor before the bit was set.
            if (!ReferenceEquals(Volatile.Read(ref place), handle))
            {
                _ = NativeMethods.ph_tensor_release(own);
                continue;
            }
            t_end ??= new ThreadEnd(state);
            (state.Borrowed ??= []).Add(own);
            return own;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ReturnBorrowed(ThreadState state)
    {
        var borrowed = state.Borrowed!;
        state.Borrowed = null;
        foreach (var pointer in borrowed)
            _ = NativeMethods.ph_tensor_release(pointer);
    }

    /// <summary>Whether another thread's handle, taken from its tensor, can be released now; otherwise it is put off.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool MayRelease(TensorHandle handle)
    {
        var may = !IsRead(handle);
        if (!may)
            s_waiting.Enqueue(handle);
        ReleaseWaiting();
        return may;
    }

    /// <summary>Releases what was put off and is read no more.</summary>
    internal static void ReleaseWaiting()
    {
        for (var left = s_waiting.Count; left > 0 && s_waiting.TryDequeue(out var handle); left--)
        {
            if (IsRead(handle))
                s_waiting.Enqueue(handle);
            else
                handle.ReleaseNow(ThreadState.Current);
        }
    }

    private static bool IsRead(TensorHandle handle)
    {
        if (ReferenceEquals(handle.Owner, ThreadState.Current) || !handle.Owner.Thread.IsAlive)
            return false;
        Interlocked.MemoryBarrierProcessWide();
        return Volatile.Read(ref handle.Owner.Reading);
    }

    /// <summary>Gives back what a thread borrowed last and never came to give back.</summary>
    private sealed class ThreadEnd(ThreadState state)
    {
        ~ThreadEnd()
        {
            if (state.Borrowed is not null)
                ReturnBorrowed(state);
        }
    }
}
