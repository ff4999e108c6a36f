// The memory behind a tensor as a row of elements.
using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static bool is_storage(object obj) => obj is Storage;

    public partial class Tensor
    {
        /// <summary>
        /// The elements in the order in which they lie in memory, from the tensor's first to its last. Writing to them writes to the
        /// tensor, if it holds <typeparamref name="T"/>; otherwise they are those of a converted copy.
        /// </summary>
        /// <exception cref="InvalidOperationException">The tensor is not on the CPU.</exception>
        public Storage<T> storage<T>() where T : unmanaged
        {
            if (device_type != DeviceType.CPU || is_sparse)
                throw new InvalidOperationException(is_sparse ? "storage: a sparse tensor has no single row of elements; ask its SparseValues." : $"storage: the tensor is on {device}; call cpu() first.");
            var type = ScalarTypes.Of<T>();
            return new Storage<T>(dtype == type ? Calls.alias(this) : to(type));
        }
    }

    /// <summary>A row of elements; its conversions give the storages of converted copies.</summary>
    public abstract class Storage
    {
        private protected Storage(Tensor? tensor) => Tensor = tensor?.DetachFromDisposeScope();

        private protected Tensor? Tensor { get; }

        private protected Tensor Known => Tensor ?? throw new InvalidOperationException("This storage stands for one number that is to be assigned; it has no memory.");

        public abstract int element_size();

        public IntPtr data_ptr() => Known.data_ptr();

        /// <summary>How many bytes lie between the first element and the end of the last.</summary>
        public abstract ulong nbytes();

        public Storage<bool> @bool() => Known.storage<bool>();

        public Storage<byte> @byte() => Known.storage<byte>();

        public Storage<sbyte> @char() => Known.storage<sbyte>();

        public Storage<int> @int() => Known.storage<int>();

        public Storage<long> @long() => Known.storage<long>();

        public Storage<float> @float() => Known.storage<float>();

        public Storage<double> @double() => Known.storage<double>();

        public Storage<Complex> complex_double() => Known.storage<Complex>();
    }
}
