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

    // The node that adds up a leaf's gradient, which libtorch would make anew for each call otherwise; 0 for nearly all. It holds its
    // tensor, so it goes before the tensor does.
    private nint _accumulator;

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
            DropAccumulator();
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

    /// <summary>
    /// Keeps the accumulator of a leaf that takes a gradient, and lets go of it where the tensor takes none any more. For the thread that
    /// made the tensor only: the handle of another may be let go of meanwhile.
    /// </summary>
    internal unsafe void KeepAccumulator()
    {
        if (!ReferenceEquals(Owner, ThreadState.Current))
            return;
        DropAccumulator();
        nint kept;
        NativeMethods.Check(NativeMethods.ph_accumulator_keep(Pointer & ~SharedTensors.Taking, &kept), "requires_grad");
        _accumulator = kept;
    }

    private void DropAccumulator()
    {
        var kept = _accumulator;
        _accumulator = 0;
        if (kept != 0)
            _ = NativeMethods.ph_accumulator_release(kept);
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
        if (_accumulator != 0)
            DropAccumulator();
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
