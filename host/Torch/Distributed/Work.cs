// A collective under way.
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class distributed
    {
        /// <summary>A collective that was started. Its tensors must be left alone until <see cref="wait"/> returns.</summary>
        public sealed class Work : IDisposable
        {
            private readonly string _what;
            private readonly Action? _finish;
            private object? _tensors;
            private nint _handle;

            internal Work(string what, nint handle, object tensors, Action? finish)
            {
                _what = what;
                _handle = handle;
                _tensors = tensors;
                _finish = finish;
            }

            ~Work() => Free();

            /// <summary>Blocks until the collective is done. Throws <see cref="TorchException"/> when a rank is gone or the time-out is over.</summary>
            public bool wait()
            {
                var handle = _handle;
                if (handle == 0)
                    return true;
                try
                {
                    DistributedMethods.Check(DistributedMethods.ph_dist_wait(handle), _what);
                    _finish?.Invoke();
                }
                finally
                {
                    Dispose();
                }
                return true;
            }

            /// <summary>
            /// Waits for so long; false when the collective is not done by then and may be waited for again. On NCCL, whose collectives the
            /// GPU puts in order, it is <see cref="wait"/>.
            /// </summary>
            public unsafe bool TryWait(TimeSpan time)
            {
                var handle = _handle;
                if (handle == 0 || s_group?.Backend == "nccl")
                    return wait();
                int done;
                try
                {
                    DistributedMethods.Check(DistributedMethods.ph_dist_wait_for(handle, Math.Max(1, (long)time.TotalMilliseconds), &done), _what);
                }
                catch
                {
                    Dispose();
                    throw;
                }
                return done != 0 && wait();
            }

            public void Dispose()
            {
                Free();
                GC.SuppressFinalize(this);
            }

            private void Free()
            {
                if (Interlocked.Exchange(ref _handle, 0) is not 0 and var handle)
                    _ = DistributedMethods.ph_dist_work_release(handle);
                _tensors = null;
            }
        }
    }
}
