// torch.cuda: NVIDIA GPUs, their memory, and waiting for them.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>NVIDIA GPUs. A device of −1 is the first one.</summary>
    public static partial class cuda
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
        public static long memory_allocated(int device = -1) => Statistic(device, "cuda.memory_allocated", 0);

        /// <summary>The most bytes that tensors held since the start or the last reset.</summary>
        public static long max_memory_allocated(int device = -1) => Statistic(device, "cuda.max_memory_allocated", 1);

        /// <summary>Bytes that the allocator holds now, in use or not.</summary>
        public static long memory_reserved(int device = -1) => Statistic(device, "cuda.memory_reserved", 2);

        public static long max_memory_reserved(int device = -1) => Statistic(device, "cuda.max_memory_reserved", 3);

        public static void reset_peak_memory_stats(int device = -1) =>
            CudaMethods.Check(CudaMethods.ph_cuda_reset_peak(Require(device, "cuda.reset_peak_memory_stats")), "cuda.reset_peak_memory_stats");

        /// <summary>Gives memory that no tensor uses back to the device.</summary>
        public static void empty_cache()
        {
            Require(-1, "cuda.empty_cache");
            CudaMethods.Check(CudaMethods.ph_cuda_empty_cache(), "cuda.empty_cache");
        }

        /// <summary>The device that "cuda" without a number means on this thread.</summary>
        public static unsafe int current_device()
        {
            Require(-1, "cuda.current_device");
            int current;
            CudaMethods.Check(CudaMethods.ph_cuda_device(-1, &current), "cuda.current_device");
            return current;
        }

        /// <summary>Makes a device the current one of this thread.</summary>
        public static unsafe void set_device(int device)
        {
            int current;
            CudaMethods.Check(CudaMethods.ph_cuda_device(Require(device, "cuda.set_device"), &current), "cuda.set_device");
        }

        /// <summary>Free and total bytes of a device, whoever uses them.</summary>
        public static unsafe (long free, long total) mem_get_info(int device = -1)
        {
            var numbers = stackalloc long[2];
            CudaMethods.Check(CudaMethods.ph_cuda_memory_info(Require(device, "cuda.mem_get_info"), numbers), "cuda.mem_get_info");
            return (numbers[0], numbers[1]);
        }

        /// <summary>The state of a device's random numbers, as bytes on the CPU.</summary>
        public static Tensor get_rng_state(int device = -1)
        {
            using var generator = Generator.Of(new Device(DeviceType.CUDA, Require(device, "cuda.get_rng_state")));
            return generator.get_state();
        }

        public static void set_rng_state(Tensor new_state, int device = -1)
        {
            using var generator = Generator.Of(new Device(DeviceType.CUDA, Require(device, "cuda.set_rng_state")));
            generator.set_state(new_state);
        }

        private static unsafe long Statistic(int device, string what, int which)
        {
            var numbers = stackalloc long[4];
            CudaMethods.Check(CudaMethods.ph_cuda_memory(Require(device, what), numbers), what);
            return numbers[which];
        }

        internal static int Require(int device, string what)
        {
            var count = device_count();
            if (Errors.NoDevice(what, DeviceType.CUDA) is { } missing)
                throw missing;
            return device < count ? Math.Max(0, device) : throw new ArgumentOutOfRangeException(nameof(device), device, $"{what}: there are {count} CUDA devices.");
        }
    }
}
