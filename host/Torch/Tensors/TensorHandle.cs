// The owner of one native tensor. Handles are pooled per thread, so that a tensor which is disposed of costs no finalizer: only a
// tensor that was forgotten has its handle finalized.
using System.Runtime.CompilerServices;

namespace TorchSharp;

internal sealed class TensorHandle
{
    // Its lowest bit is set while another thread takes a reference of its own; see SharedTensors.
    internal nint Pointer;

    /// <summary>The thread that made the tensor, which uses it and lets go of it without asking others.</summary>
    internal ThreadState Owner = null!;

    // Where it was made, while that is counted.
    private TensorPlaces.Entry? _place;
    private long _bytes;

    private TensorHandle()
    {
    }

    ~TensorHandle()
    {
        if (Pointer != 0)
        {
            _ = NativeMethods.ph_tensor_release(Pointer);
            Pointer = 0;
            ThreadState.Current.Counts.Released++;
            _place?.Leave(_bytes);
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
        handle.Owner = state;
        state.Counts.Made++;
        if (Memory.Track)
            handle._place = TensorPlaces.Enter(pointer, out handle._bytes);
        return handle;
    }

    /// <summary>Lets go of the native tensor and puts the handle back; its tensor must hold it no more.</summary>
    internal void Release()
    {
        var state = ThreadState.Current;
        if (ReferenceEquals(Owner, state) || SharedTensors.MayRelease(this))
            ReleaseNow(state);
    }

    internal void ReleaseNow(ThreadState state)
    {
        var pointer = Interlocked.Exchange(ref Pointer, 0);
        if (pointer == 0)
            return;
        if ((pointer & SharedTensors.Taking) == 0)
            _ = NativeMethods.ph_tensor_release(pointer);
        state.Counts.Released++;
        if (_place is not null)
        {
            _place.Leave(_bytes);
            _place = null;
        }
        if (state.Count < state.Pool.Length)
            state.Pool[state.Count++] = this;
        else
            GC.SuppressFinalize(this);
    }
}
