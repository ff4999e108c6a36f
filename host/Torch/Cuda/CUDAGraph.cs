// Work on a GPU that is recorded once and started as a whole.
namespace TorchSharp;

public static partial class torch
{
    public static partial class cuda
    {
        /// <summary>
        /// Recorded kernels, replayed with one call. What is captured must not depend on the CPU (no item(), no shapes from data), and reads
        /// and writes the same tensors at each replay: copy new inputs into them.
        /// </summary>
        public sealed unsafe class CUDAGraph : IDisposable
        {
            private nint _handle;

            public CUDAGraph()
            {
                Require(-1, "cuda.CUDAGraph");
                nint handle;
                CudaMethods.Check(CudaMethods.ph_cuda_graph_new(&handle), "cuda.CUDAGraph");
                _handle = handle;
            }

            ~CUDAGraph() => Free();

            /// <summary>Records from now on what goes into the current stream, which must not be the default one; see <see cref="graph"/>.</summary>
            public void capture_begin() => Do(0, "capture_begin");

            public void capture_end() => Do(1, "capture_end");

            /// <summary>Starts the recorded work in the current stream.</summary>
            public void replay() => Do(2, "replay");

            /// <summary>Forgets what was recorded and gives its memory back.</summary>
            public void reset() => Do(3, "reset");

            public void Dispose()
            {
                Free();
                GC.SuppressFinalize(this);
            }

            private void Do(int what, string name) =>
                CudaMethods.Check(CudaMethods.ph_cuda_graph(_handle != 0 ? _handle : throw new ObjectDisposedException(nameof(CUDAGraph)), what), $"CUDAGraph.{name}");

            private void Free()
            {
                if (Interlocked.Exchange(ref _handle, 0) is not 0 and var handle)
                    _ = CudaMethods.ph_cuda_graph_release(handle);
            }
        }

        /// <summary>Captures into the graph what <paramref name="body"/> does, on a stream of its own.</summary>
        public static void graph(CUDAGraph graph, Action body)
        {
            ArgumentNullException.ThrowIfNull(graph);
            ArgumentNullException.ThrowIfNull(body);
            synchronize();
            var side = new Stream();
            side.wait_stream(current_stream());
            using (stream(side))
            {
                graph.capture_begin();
                try
                {
                    body();
                }
                finally
                {
                    graph.capture_end();
                }
            }
            current_stream().wait_stream(side);
        }
    }
}
