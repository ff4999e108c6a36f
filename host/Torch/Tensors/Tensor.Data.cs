// Elements out of a tensor and into .NET: item, data, conversions of dtype and device.
using System.Numerics;
using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The one element of the tensor, whose dtype is that of <typeparamref name="T"/>: nothing is converted, as in TorchSharp.</summary>
        /// <exception cref="ArgumentException">The tensor has another dtype, or not one element.</exception>
        public unsafe T item<T>() where T : unmanaged
        {
            RequireType<T>("item");
            if (numel() != 1)
                throw new ArgumentException($"item: expected a tensor of one element, got {Described()}.");
            T element;
            NativeMethods.Check(NativeMethods.ph_tensor_read(Pointer("item"), &element, sizeof(T)), "item");
            GC.KeepAlive(this);
            return element;
        }

        /// <summary>The one element of the tensor as a number that converts to any type.</summary>
        public unsafe Scalar item()
        {
            var type = dtype;
            if (torch.is_complex(type) && numel() == 1)
                return type == ScalarType.ComplexFloat32 ? ToArray<(float, float)>()[0] : ToArray<Complex>()[0];
            Value value;
            var status = NativeMethods.ph_tensor_item(Pointer("item"), &value);
            if (status != 0)
                throw Errors.Create(status, "item", Described());
            GC.KeepAlive(this);
            return value.Tag switch
            {
                Tag.Float => BitConverter.Int64BitsToDouble(value.Bits),
                Tag.Bool => value.Bits != 0,
                _ => value.Bits,
            };
        }

        public Scalar ToScalar() => item();

        public float ToSingle() => item().ToSingle();

        public double ToDouble() => item().ToDouble();

        public long ToInt64() => item().ToInt64();

        public int ToInt32() => item().ToInt32();

        public short ToInt16() => item().ToInt16();

        public byte ToByte() => item().ToByte();

        public sbyte ToSByte() => item().ToSByte();

        public bool ToBoolean() => item().ToBoolean();

        public static explicit operator float(Tensor value) => value.ToSingle();

        public static explicit operator double(Tensor value) => value.ToDouble();

        public static explicit operator long(Tensor value) => value.ToInt64();

        public static explicit operator int(Tensor value) => value.ToInt32();

        public static explicit operator short(Tensor value) => value.ToInt16();

        public static explicit operator byte(Tensor value) => value.ToByte();

        public static explicit operator sbyte(Tensor value) => value.ToSByte();

        public static explicit operator bool(Tensor value) => value.ToBoolean();

        /// <summary>A view of the elements that reads and writes the tensor's own memory; the tensor must be on the CPU and of that type.</summary>
        public Utils.TensorAccessor<T> data<T>() where T : unmanaged
        {
            RequireType<T>("data");
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException($"data: the tensor is on {device}; call cpu() first.");
            return new Utils.TensorAccessor<T>(this);
        }

        /// <summary>A copy of the elements in row-major order, whatever the device and the strides.</summary>
        public unsafe T[] ToArray<T>() where T : unmanaged
        {
            RequireType<T>("ToArray");
            var elements = new T[numel()];
            fixed (T* pointer = elements)
                NativeMethods.Check(NativeMethods.ph_tensor_read(Pointer("ToArray"), pointer, (long)elements.Length * sizeof(T)), "ToArray");
            GC.KeepAlive(this);
            return elements;
        }

        /// <summary>The elements' bytes in row-major order.</summary>
        public unsafe byte[] ReadBytes()
        {
            var bytes = new byte[numel() * element_size()];
            fixed (byte* pointer = bytes)
                NativeMethods.Check(NativeMethods.ph_tensor_read(Pointer("bytes"), pointer, bytes.LongLength), "bytes");
            GC.KeepAlive(this);
            return bytes;
        }

        /// <summary>The bytes of a contiguous CPU tensor, in place; setting copies bytes in.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                if (device_type != DeviceType.CPU || !is_contiguous())
                    throw new InvalidOperationException("bytes: the tensor must be contiguous and on the CPU; call cpu().contiguous() first.");
                return new Span<byte>((void*)data_ptr(), checked((int)(numel() * element_size())));
            }
            set
            {
                if (value.Length != numel() * element_size())
                    throw new ArgumentException($"bytes: the tensor holds {numel() * element_size()} bytes, got {value.Length}.", nameof(value));
                value.CopyTo(bytes);
            }
        }

        private void RequireType<T>(string what) where T : unmanaged
        {
            var expected = ScalarTypes.Of<T>();
            if (dtype != expected)
                throw new ArgumentException($"{what}<{typeof(T).Name}>: the tensor holds {ScalarTypes.Name(dtype)}; convert it with to_type first.");
        }

        public T ReadCpuValue<T>(long index) where T : unmanaged => data<T>()[index];

        internal string Described()
        {
            var text = new System.Text.StringBuilder();
            Errors.Describe(text, Handle);
            return text.ToString();
        }

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(Calls.to_dtype_layout(this, type, null, device, null, non_blocking, copy, null), disposeAfter);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(Calls.to_dtype_layout(this, type, null, null, null, non_blocking, copy, null), disposeAfter);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(Calls.to_dtype_layout(this, null, null, device, null, non_blocking, copy, null), disposeAfter);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to(new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(Device device, ScalarType type, bool copy = false, bool non_blocking = false) => to(type, device, copy, false, non_blocking);

        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking: non_blocking);

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to(type, copy, disposeAfter, non_blocking);

        public Tensor type(ScalarType dtype) => to(dtype);

        public Tensor cpu() => to(CPU);

        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);

        public Tensor @float() => to(ScalarType.Float32);

        public Tensor @double() => to(ScalarType.Float64);

        public Tensor half() => to(ScalarType.Float16);

        public Tensor bfloat16() => to(ScalarType.BFloat16);

        public Tensor @long() => to(ScalarType.Int64);

        public Tensor @int() => to(ScalarType.Int32);

        public Tensor @short() => to(ScalarType.Int16);

        public Tensor @char() => to(ScalarType.Int8);

        public Tensor @byte() => to(ScalarType.Byte);

        public Tensor @bool() => to(ScalarType.Bool);

        public Tensor contiguous(memory_format memory_format = memory_format.contiguous_format) => Calls.contiguous(this, memory_format);

        private Tensor After(Tensor result, bool disposeAfter)
        {
            if (disposeAfter && !ReferenceEquals(result, this))
                Dispose();
            return result;
        }
    }
}
