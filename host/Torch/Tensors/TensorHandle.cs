// The owner of one native tensor. Handles are pooled per thread, so that a tensor which is disposed of costs no finalizer: only a
// tensor that was forgotten has its handle finalized.
using System.Runtime.CompilerServices;

namespace TorchSharp;

internal sealed class TensorHandle
{
    internal nint Pointer;

    private TensorHandle()
    {
    }

    ~TensorHandle()
    {
        if (Pointer != 0)
        {
            _ = NativeMethods.ph_tensor_release(Pointer);
            Pointer = 0;
            Memory.Released();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TensorHandle Rent(ThreadState state, nint pointer)
    {
        TensorHandle handle;
        if (state.Count > 0)
        {
            // The pool must not hold what is rented: a forgotten tensor's handle has to become garbage.
            ref var slot = ref state.Pool[--state.Count];
            handle = slot!;
            slot = null;
        }
        else
        {
            handle = new TensorHandle();
        }
        handle.Pointer = pointer;
        Memory.Made();
        return handle;
    }

    /// <summary>Lets go of the native tensor and puts the handle back; its tensor must hold it no more.</summary>
    internal void Release()
    {
        var pointer = Interlocked.Exchange(ref Pointer, 0);
        if (pointer == 0)
            return;
        _ = NativeMethods.ph_tensor_release(pointer);
        Memory.Released();
        var state = ThreadState.Current;
        if (state.Count < state.Pool.Length)
            state.Pool[state.Count++] = this;
        else
            GC.SuppressFinalize(this);
    }
}
