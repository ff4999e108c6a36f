// torch.backends: switches of the libraries below libtorch.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>Switches of the libraries that libtorch calls.</summary>
    public static class backends
    {
        /// <summary>CUDA's own libraries.</summary>
        public static class cuda
        {
            /// <summary>Matrix products.</summary>
            public static class matmul
            {
                /// <summary>Lets float32 products round their factors to ten bits of mantissa, which is faster.</summary>
                public static bool allow_tf32
                {
                    get => Flag(2);
                    set => SetFlag(2, value);
                }
            }
        }

        /// <summary>cuDNN, which does convolutions and recurrent layers.</summary>
        public static class cudnn
        {
            public static bool allow_tf32
            {
                get => Flag(3);
                set => SetFlag(3, value);
            }

            /// <summary>Measures which algorithm is fastest at the first call of every shape.</summary>
            public static bool benchmark
            {
                get => Flag(0);
                set => SetFlag(0, value);
            }

            public static bool deterministic
            {
                get => Flag(1);
                set => SetFlag(1, value);
            }
        }

        private static unsafe bool Flag(int which)
        {
            int value = 0;
            NativeMethods.Check(NativeMethods.ph_flag(which, 0, &value), "backends");
            return value != 0;
        }

        private static unsafe void SetFlag(int which, bool on)
        {
            int value = on ? 1 : 0;
            NativeMethods.Check(NativeMethods.ph_flag(which, 1, &value), "backends");
        }
    }

    /// <summary>True where tensors can be made on devices of that kind.</summary>
    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType switch
    {
        DeviceType.CPU or DeviceType.META => true,
        DeviceType.CUDA => cuda.is_available(),
        _ => false,
    };
}
