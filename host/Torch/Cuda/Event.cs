// A mark in a stream.
namespace TorchSharp;

public static partial class torch
{
    public static partial class cuda
    {
        /// <summary>A mark in a stream: to wait for, and to measure between two where it was made with timing.</summary>
        public sealed unsafe class Event : IDisposable
        {
            private nint _handle;

            public Event(bool enable_timing = false, int device = -1)
            {
                nint handle;
                CudaMethods.Check(CudaMethods.ph_cuda_event_new(Require(device, "cuda.Event"), enable_timing ? 1 : 0, &handle), "cuda.Event");
                _handle = handle;
            }

            ~Event() => Free();

            internal nint Pointer => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Event));

            /// <summary>Puts the mark behind what is in the stream now; the current one when none is given.</summary>
            public void record(Stream? stream = null)
            {
                var packed = stackalloc long[2];
                CudaMethods.Check(CudaMethods.ph_cuda_event_record(Pointer, (stream ?? current_stream()).Pack(packed)), "Event.record");
            }

            /// <summary>Blocks until the work before the mark is done.</summary>
            public void synchronize() => CudaMethods.Check(CudaMethods.ph_cuda_event_synchronize(Pointer), "Event.synchronize");

            /// <summary>Whether the work before the mark is done.</summary>
            public bool query()
            {
                int done;
                CudaMethods.Check(CudaMethods.ph_cuda_event_query(Pointer, &done), "Event.query");
                return done != 0;
            }

            /// <summary>Milliseconds between this mark and a later one; both must be reached and have been made with timing.</summary>
            public float elapsed_time(Event end_event)
            {
                ArgumentNullException.ThrowIfNull(end_event);
                float milliseconds;
                CudaMethods.Check(CudaMethods.ph_cuda_event_elapsed(Pointer, end_event.Pointer, &milliseconds), "Event.elapsed_time");
                return milliseconds;
            }

            public void Dispose()
            {
                Free();
                GC.SuppressFinalize(this);
            }

            private void Free()
            {
                if (Interlocked.Exchange(ref _handle, 0) is not 0 and var handle)
                    _ = CudaMethods.ph_cuda_event_release(handle);
            }
        }
    }
}
