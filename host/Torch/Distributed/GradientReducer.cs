// Gradients of all ranks summed in buckets, overlapped with the backward pass: what DistributedDataParallel's reducer does.
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class distributed
    {
        /// <summary>
        /// Sums the gradients of parameters over all ranks. They travel in buckets, from the last parameter to the first, each as soon as the
        /// backward pass has its gradients. A pass: <see cref="Begin"/>, backward, <see cref="Rest"/>, <see cref="TryWait"/> until it is
        /// true, <see cref="Write"/>. All ranks make the same calls.
        /// </summary>
        public sealed unsafe class GradientReducer : IDisposable
        {
            private readonly Parameter[] _parameters;
            private readonly string _what;
            private nint _handle;

            /// <param name="parameters">The trained parameters, in the same order on all ranks.</param>
            /// <param name="firstBytes">The size of the first bucket, which is small so that the exchange begins early.</param>
            /// <param name="bucketBytes">The size of the others; a larger parameter has a bucket of its own.</param>
            public GradientReducer(IEnumerable<Parameter> parameters, long firstBytes = 1 << 20, long bucketBytes = 25 << 20)
            {
                ArgumentNullException.ThrowIfNull(parameters);
                var group = Group("GradientReducer");
                _parameters = [.. parameters];
                _what = $"sum of gradients on rank {group.Rank} of {group.Size}";
                var handles = Array.ConvertAll(_parameters, parameter => parameter.Pointer("GradientReducer"));
                nint handle;
                int buckets;
                fixed (nint* pointer = handles)
                    DistributedMethods.Check(DistributedMethods.ph_dist_reducer(group.Handle, pointer, handles.Length, firstBytes, bucketBytes, &handle, &buckets), _what);
                (_handle, Buckets) = (handle, buckets);
                GC.KeepAlive(_parameters);
            }

            ~GradientReducer() => Free();

            /// <summary>How many buckets there are.</summary>
            public int Buckets { get; }

            /// <summary>How many buckets of the last pass left while its backward was still running.</summary>
            public int Early { get; private set; }

            private nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(GradientReducer));

            /// <summary>Begins a pass.</summary>
            /// <param name="overlap">Whether buckets leave during the backward pass that follows; otherwise <see cref="Rest"/> sends them all.</param>
            public void Begin(bool overlap) => DistributedMethods.Check(DistributedMethods.ph_dist_reducer_begin(Handle, overlap ? 1 : 0), _what);

            /// <summary>Sends what has not left, with zeros for gradients that are missing.</summary>
            /// <returns>
            /// Whether a gradient changed after its bucket had left, as with weights that several checkpointed segments share. If it did on
            /// any rank, all begin again without overlap once the buckets are back: the gradients themselves are untouched until then.
            /// </returns>
            public bool Rest()
            {
                int early, late;
                DistributedMethods.Check(DistributedMethods.ph_dist_reducer_rest(Handle, &early, &late), _what);
                Early = early;
                return late != 0;
            }

            /// <summary>Waits for so long; false when buckets are still under way.</summary>
            public bool TryWait(TimeSpan time)
            {
                int done;
                var milliseconds = s_group?.Backend == "nccl" ? 0 : Math.Max(1, (long)time.TotalMilliseconds);
                DistributedMethods.Check(DistributedMethods.ph_dist_reducer_wait(Handle, milliseconds, &done), _what);
                return done != 0;
            }

            /// <summary>Makes the sums, divided, the gradients. A parameter that no rank has a gradient of keeps none.</summary>
            public void Write(double divisor) => DistributedMethods.Check(DistributedMethods.ph_dist_reducer_write(Handle, divisor), _what);

            public void Dispose()
            {
                Free();
                GC.SuppressFinalize(this);
            }

            private void Free()
            {
                if (Interlocked.Exchange(ref _handle, 0) is not 0 and var handle)
                    _ = DistributedMethods.ph_dist_reducer_release(handle);
            }
        }
    }
}
