// Calls an operator with arguments already in tagged values; the generated code stands on this.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

internal static unsafe class Dispatch
{
    private static readonly nint[] s_handles = new nint[Op.Count];

    internal static string Name(int op) => Encoding.UTF8.GetString(Op.Names[Op.Offsets[op]..(Op.Offsets[op + 1] - 1)]);

    /// <summary>True where this libtorch has the schema.</summary>
    internal static bool Exists(int op) => s_handles[op] != 0 || Find(op) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Handle(int op)
    {
        var handle = s_handles[op];
        return handle != 0 ? handle : Resolve(op);
    }

    private static nint Find(int op)
    {
        nint handle;
        fixed (byte* name = Op.Names[Op.Offsets[op]..])
            NativeMethods.Check(NativeMethods.ph_operator_find(name, Op.Offsets[op + 1] - Op.Offsets[op] - 1, &handle), Name(op));
        s_handles[op] = handle;
        return handle;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint Resolve(int op)
    {
        var handle = Find(op);
        return handle != 0 ? handle : throw new TorchException($"{Name(op)}: this libtorch ({torch.__version__}) has no such operator.");
    }

    internal static Tensor One(int op, Value* arguments, int count)
    {
        Value result;
        int results;
        var status = NativeMethods.ph_operator_call(Handle(op), arguments, count, &result, 1, &results);
        if (status != 0)
            Throw(status, op, arguments, count);
        return new Tensor((nint)result.Bits);
    }

    internal static void Void(int op, Value* arguments, int count)
    {
        int results;
        var status = NativeMethods.ph_operator_call(Handle(op), arguments, count, null, 0, &results);
        if (status != 0)
            Throw(status, op, arguments, count);
        ThreadState.Current.Reading = false;
    }

    internal static Tensor[] Many(int op, Value* arguments, int count)
    {
        Value result;
        int results;
        var status = NativeMethods.ph_operator_call(Handle(op), arguments, count, &result, 1, &results);
        if (status != 0)
            Throw(status, op, arguments, count);
        return TakeList(result);
    }

    internal static (Tensor, Tensor) Tuple2(int op, Value* arguments, int count)
    {
        var values = stackalloc Value[2];
        Several(op, arguments, count, values, 2);
        return (Take(values[0]), Take(values[1]));
    }

    internal static (Tensor, Tensor, Tensor) Tuple3(int op, Value* arguments, int count)
    {
        var values = stackalloc Value[3];
        Several(op, arguments, count, values, 3);
        return (Take(values[0]), Take(values[1]), Take(values[2]));
    }

    internal static (Tensor, Tensor, Tensor, Tensor) Tuple4(int op, Value* arguments, int count)
    {
        var values = stackalloc Value[4];
        Several(op, arguments, count, values, 4);
        return (Take(values[0]), Take(values[1]), Take(values[2]), Take(values[3]));
    }

    internal static bool Bool(int op, Value* arguments, int count) => Long(op, arguments, count) != 0;

    internal static long Long(int op, Value* arguments, int count)
    {
        Value result;
        Several(op, arguments, count, &result, 1);
        return result.Bits;
    }

    internal static double Double(int op, Value* arguments, int count) => BitConverter.Int64BitsToDouble(Long(op, arguments, count));

    internal static void Several(int op, Value* arguments, int count, Value* results, int capacity)
    {
        int made;
        var status = NativeMethods.ph_operator_call(Handle(op), arguments, count, results, capacity, &made);
        if (status != 0)
            Throw(status, op, arguments, count);
    }

    internal static Tensor[] TakeList(Value value)
    {
        var handles = (nint*)value.Bits;
        var tensors = new Tensor[value.Length];
        for (var i = 0; i < tensors.Length; i++)
            tensors[i] = handles[i] == 0 ? null! : new Tensor(handles[i]);
        NativeMethods.ph_free(handles);
        return tensors;
    }

    // An operator may leave a result undefined (a gradient that was not asked for); it is null here.
    internal static Tensor Take(Value value) => value.Tag == Tag.Tensor ? new Tensor((nint)value.Bits) : null!;

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(int status, int op, Value* arguments, int count)
    {
        // The message first: describing the tensors calls into the native side again.
        var native = Utf8.Text(NativeMethods.ph_error_message());
        for (var i = 0; i < count; i++)
            if (arguments[i].Tag == Tag.Device && Errors.NoDevice(Name(op), (DeviceType)(arguments[i].Bits >> 32)) is { } missing)
                throw missing;
        throw Errors.Create(status, Name(op), Errors.Describe(arguments, count), native);
    }

    [DoesNotReturn]
    internal static long MissingTensor(int op) => throw new ArgumentNullException("tensor", $"{Name(op)}: a tensor argument is null.");

    [DoesNotReturn]
    internal static nint Disposed(int op) => throw new ObjectDisposedException("Tensor", $"{Name(op)}: a tensor argument is disposed; was it made in a dispose scope that is closed?");
}
