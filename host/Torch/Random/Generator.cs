// A random number generator of a device.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>A stream of random numbers that can be seeded, saved and restored.</summary>
    public sealed class Generator : IDisposable
    {
        private nint _handle;

        public unsafe Generator(long seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            nint handle;
            NativeMethods.Check(NativeMethods.ph_generator_new((int)this.device.type, this.device.index, seed, &handle), "Generator");
            _handle = handle;
        }

        private Generator(nint handle, Device device)
        {
            _handle = handle;
            this.device = device;
        }

        ~Generator() => Free();

        public Device device { get; }

        internal nint Pointer => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Generator));

        public IntPtr Handle => Pointer;

        /// <summary>The generator that operators on the CPU use when they are given none.</summary>
        public static Generator Default => Of(CPU);

        /// <summary>The generator that operators on the device use when they are given none.</summary>
        public static unsafe Generator Of(Device device)
        {
            nint handle;
            NativeMethods.Check(NativeMethods.ph_generator_default((int)device.type, device.index, &handle), "Generator");
            return new Generator(handle, device);
        }

        public unsafe Generator manual_seed(long seed)
        {
            NativeMethods.Check(NativeMethods.ph_generator_seed(Pointer, 1, &seed), "Generator.manual_seed");
            return this;
        }

        public unsafe long initial_seed()
        {
            long seed;
            NativeMethods.Check(NativeMethods.ph_generator_seed(Pointer, 0, &seed), "Generator.initial_seed");
            return seed;
        }

        public unsafe long seed()
        {
            long seed;
            NativeMethods.Check(NativeMethods.ph_generator_seed(Pointer, 2, &seed), "Generator.seed");
            return seed;
        }

        /// <summary>The whole state as a tensor of bytes.</summary>
        public unsafe Tensor get_state()
        {
            nint state;
            NativeMethods.Check(NativeMethods.ph_generator_get_state(Pointer, &state), "Generator.get_state");
            return new Tensor(state);
        }

        public void set_state(Tensor value)
        {
            NativeMethods.Check(NativeMethods.ph_generator_set_state(Pointer, value.Pointer("Generator.set_state")), "Generator.set_state");
            GC.KeepAlive(value);
        }

        public Tensor State
        {
            get => get_state();
            set => set_state(value);
        }

        public void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        private void Free()
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
                _ = NativeMethods.ph_generator_release(handle);
        }
    }
}
