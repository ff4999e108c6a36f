// torch.ops: any operator that libtorch knows, by its schema's name; also those of other libraries that register with it.
using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Operators by name, for what has no typed method.</summary>
    public static unsafe class ops
    {
        /// <summary>Stands for an argument that is to have the schema's default.</summary>
        public static readonly object Default = new();

        /// <summary>
        /// Calls an operator, as <c>call("aten::add.Tensor", x, y, 2)</c>. Arguments may be tensors, lists of tensors, numbers, bools,
        /// strings, lists of these, dtypes, devices, layouts, memory formats, generators, and null; trailing ones may be left out.
        /// Results are tensors, arrays of tensors, longs, doubles or bools.
        /// </summary>
        public static object?[] call(string name, params object?[] arguments)
        {
            ArgumentNullException.ThrowIfNull(name);
            ArgumentNullException.ThrowIfNull(arguments);
            nint op;
            var text = Utf8.Bytes(name);
            fixed (byte* pointer = text)
                NativeMethods.Check(NativeMethods.ph_operator_find(pointer, text.Length, &op), name);
            if (op == 0)
                throw new TorchException($"{name}: this libtorch ({__version__}) has no such operator.");

            var pins = new List<GCHandle>();
            var values = stackalloc Value[Math.Max(1, arguments.Length)];
            var results = stackalloc Value[16];
            int count;
            try
            {
                for (var i = 0; i < arguments.Length; i++)
                    values[i] = ToValue(name, arguments[i], pins);
                var status = NativeMethods.ph_operator_call(op, values, arguments.Length, results, 16, &count);
                if (status != 0)
                {
                    var message = Utf8.Text(NativeMethods.ph_error_message());
                    throw Errors.Create(status, name, Errors.Describe(values, arguments.Length), message);
                }
            }
            finally
            {
                foreach (var pin in pins)
                    pin.Free();
                GC.KeepAlive(arguments);
            }
            var made = new object?[Math.Min(count, 16)];
            for (var i = 0; i < made.Length; i++)
                made[i] = FromValue(results[i]);
            return made;
        }

        private static Value ToValue(string name, object? argument, List<GCHandle> pins)
        {
            switch (argument)
            {
                case null: return default;
                case Tensor tensor: return new() { Tag = Tag.Tensor, Bits = tensor.Pointer(name) };
                case Scalar scalar: return Value.Of(scalar);
                case bool value: return Value.Of(value);
                case byte or sbyte or short or int or long: return Value.Of(Convert.ToInt64(argument, System.Globalization.CultureInfo.InvariantCulture));
                case float or double: return Value.Of(Convert.ToDouble(argument, System.Globalization.CultureInfo.InvariantCulture));
                case ScalarType type: return Value.Of(type);
                case layout value: return Value.Of((layout?)value);
                case memory_format value: return Value.Of((memory_format?)value);
                case Device device: return Value.Of(device);
                case Generator generator: return Value.Of(generator);
                case string value:
                    var bytes = Utf8.Bytes(value);
                    return Value.Text((byte*)Pin(bytes, pins), bytes.Length);
                case IEnumerable<Tensor?> tensors:
                    nint[] handles = [.. tensors.Select(tensor => tensor is null ? 0 : tensor.Pointer(name))];
                    return Value.Tensors((nint*)Pin(handles, pins), handles.Length);
                case IEnumerable<long> list:
                    long[] integers = [.. list];
                    return Value.List((long*)Pin(integers, pins), integers.Length);
                case IEnumerable<int> list:
                    long[] widened = [.. list.Select(value => (long)value)];
                    return Value.List((long*)Pin(widened, pins), widened.Length);
                case IEnumerable<double> list:
                    double[] reals = [.. list];
                    return Value.List((double*)Pin(reals, pins), reals.Length);
                case IEnumerable<bool> list:
                    bool[] bools = [.. list];
                    return Value.List((bool*)Pin(bools, pins), bools.Length);
                case IEnumerable<Scalar> list:
                    Scalar[] numbers = [.. list];
                    return NumberList.Write((Value*)Pin(new Value[2 * numbers.Length], pins), numbers);
            }
            if (ReferenceEquals(argument, Default))
                return Value.Default;
            throw new ArgumentException($"{name}: an argument of the type {argument.GetType().Name} means nothing to libtorch.", nameof(argument));
        }

        private static nint Pin(Array array, List<GCHandle> pins)
        {
            var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
            pins.Add(pin);
            return pin.AddrOfPinnedObject();
        }

        private static object? FromValue(Value value)
        {
            switch (value.Tag)
            {
                case Tag.Tensor: return Dispatch.Take(value);
                case Tag.Tensors: return Dispatch.TakeList(value);
                case Tag.Int: return value.Bits;
                case Tag.Float: return BitConverter.Int64BitsToDouble(value.Bits);
                case Tag.Bool: return value.Bits != 0;
                case Tag.Ints:
                    var numbers = new ReadOnlySpan<long>((void*)value.Bits, value.Length).ToArray();
                    NativeMethods.ph_free((void*)value.Bits);
                    return numbers;
                default: return null;
            }
        }
    }
}
