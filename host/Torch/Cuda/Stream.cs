// A queue of work on a GPU.
namespace TorchSharp;

public static partial class torch
{
    public static partial class cuda
    {
        /// <summary>A queue of work on a GPU: what is in one stream runs in order, what is in two may run at once. It is one of libtorch's pool.</summary>
        public sealed unsafe class Stream
        {
            private readonly long _id;

            /// <summary>Takes a stream from the pool; a negative priority is a high one.</summary>
            public Stream(int device = -1, int priority = 0)
                : this(Get(priority < 0 ? 3 : 2, Require(device, "cuda.Stream")))
            {
            }

            private Stream((long Id, int Device) packed)
            {
                _id = packed.Id;
                device_index = packed.Device;
            }

            public int device_index { get; }

            internal static Stream Current(int device) => new(Get(0, device));

            internal static Stream Default(int device) => new(Get(1, device));

            /// <summary>Makes what is put into this stream from now on wait for the event.</summary>
            public void wait_event(Event @event)
            {
                ArgumentNullException.ThrowIfNull(@event);
                var packed = stackalloc long[2];
                CudaMethods.Check(CudaMethods.ph_cuda_stream_wait(Pack(packed), @event.Pointer), "Stream.wait_event");
            }

            /// <summary>Makes what is put into this stream from now on wait for what is in the other.</summary>
            public void wait_stream(Stream stream)
            {
                using var reached = new Event(device: stream.device_index);
                reached.record(stream);
                wait_event(reached);
            }

            /// <summary>Blocks until all work in the stream is done.</summary>
            public void synchronize()
            {
                var packed = stackalloc long[2];
                CudaMethods.Check(CudaMethods.ph_cuda_stream_synchronize(Pack(packed)), "Stream.synchronize");
            }

            /// <summary>Whether all work in the stream is done.</summary>
            public bool query()
            {
                int done;
                var packed = stackalloc long[2];
                CudaMethods.Check(CudaMethods.ph_cuda_stream_query(Pack(packed), &done), "Stream.query");
                return done != 0;
            }

            internal void MakeCurrent()
            {
                var packed = stackalloc long[2];
                CudaMethods.Check(CudaMethods.ph_cuda_stream_set(Pack(packed)), "cuda.stream");
            }

            internal long* Pack(long* packed)
            {
                packed[0] = _id;
                packed[1] = device_index;
                return packed;
            }

            private static (long, int) Get(int which, int device)
            {
                var packed = stackalloc long[2];
                CudaMethods.Check(CudaMethods.ph_cuda_stream_get(which, device, packed), "cuda.Stream");
                return (packed[0], (int)packed[1]);
            }
        }

        /// <summary>The stream that this thread puts its work into.</summary>
        public static Stream current_stream(int device = -1) => Stream.Current(Require(device, "cuda.current_stream"));

        public static Stream default_stream(int device = -1) => Stream.Default(Require(device, "cuda.default_stream"));

        /// <summary>This thread puts its work into the stream until the result is disposed of. A tensor that two streams use needs events between them.</summary>
        public static IDisposable stream(Stream stream)
        {
            ArgumentNullException.ThrowIfNull(stream);
            return new Choice(stream);
        }

        private sealed class Choice : IDisposable
        {
            private readonly Stream _previous;
            private bool _disposed;

            internal Choice(Stream stream)
            {
                _previous = Stream.Current(stream.device_index);
                stream.MakeCurrent();
            }

            public void Dispose()
            {
                if (_disposed)
                    return;
                _disposed = true;
                _previous.MakeCurrent();
            }
        }
    }
}
