// torch.cuda: NVIDIA GPUs, their memory, and waiting for them.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>NVIDIA GPUs. A device of −1 is the first one.</summary>
    public static class cuda
    {
        public static bool is_available() => device_count() > 0;

        /// <summary>True where there is a GPU and this libtorch was built with cuDNN.</summary>
        public static bool is_cudnn_available() => is_available() && Text(1).Contains("cudnn", StringComparison.OrdinalIgnoreCase);

        public static unsafe int device_count()
        {
            int count;
            NativeMethods.Check(NativeMethods.ph_device_count((int)DeviceType.CUDA, &count), "cuda.device_count");
            return count;
        }

        public static void manual_seed(long seed) => torch.manual_seed(seed);

        public static void manual_seed_all(long seed) => torch.manual_seed(seed);

        /// <summary>Waits until the device has done all that was asked of it.</summary>
        public static void synchronize(int device = -1) => CudaMethods.Check(CudaMethods.ph_cuda_synchronize(Require(device, "cuda.synchronize")), "cuda.synchronize");

        /// <summary>Bytes that tensors hold now.</summary>
        public static long memory_allocated(int device = -1) => Memory(device, "cuda.memory_allocated", 0);

        /// <summary>The most bytes that tensors held since the start or the last reset.</summary>
        public static long max_memory_allocated(int device = -1) => Memory(device, "cuda.max_memory_allocated", 1);

        /// <summary>Bytes that the allocator holds now, in use or not.</summary>
        public static long memory_reserved(int device = -1) => Memory(device, "cuda.memory_reserved", 2);

        public static long max_memory_reserved(int device = -1) => Memory(device, "cuda.max_memory_reserved", 3);

        public static void reset_peak_memory_stats(int device = -1) =>
            CudaMethods.Check(CudaMethods.ph_cuda_reset_peak(Require(device, "cuda.reset_peak_memory_stats")), "cuda.reset_peak_memory_stats");

        /// <summary>Gives memory that no tensor uses back to the device.</summary>
        public static void empty_cache()
        {
            Require(-1, "cuda.empty_cache");
            CudaMethods.Check(CudaMethods.ph_cuda_empty_cache(), "cuda.empty_cache");
        }

        private static unsafe long Memory(int device, string what, int which)
        {
            var numbers = stackalloc long[4];
            CudaMethods.Check(CudaMethods.ph_cuda_memory(Require(device, what), numbers), what);
            return numbers[which];
        }

        private static int Require(int device, string what)
        {
            var count = device_count();
            if (count == 0)
                throw new TorchException($"{what}: this libtorch has no CUDA device.");
            return device < count ? Math.Max(0, device) : throw new ArgumentOutOfRangeException(nameof(device), device, $"{what}: there are {count} CUDA devices.");
        }
    }
}
