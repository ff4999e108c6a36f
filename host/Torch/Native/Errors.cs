// From a status and libtorch's message to an exception that names the operator and its tensors.
using System.Text;

namespace TorchSharp;

internal static unsafe class Errors
{
    private const int OutOfMemoryStatus = 6;
    private const int CallbackStatus = 8;

    /// <summary>Makes the exception for the last failure on this thread. <paramref name="operand"/> describes the tensors, or is empty.</summary>
    internal static Exception Create(int status, string what, string? operand) => Create(status, what, operand, Utf8.Text(NativeMethods.ph_error_message()));

    internal static Exception Create(int status, string what, string? operand, string native)
    {
        if (status == CallbackStatus || native.Contains(Autograd.FunctionTrampoline.Marker, StringComparison.Ordinal))
        {
            if (Autograd.FunctionTrampoline.TakeError(native) is { } failure)
                return new TorchException($"{what}: {failure.What} failed: {failure.Error.Message}{failure.Note}", failure.Error);
        }
        var line = FirstLine(native);
        var message = string.IsNullOrEmpty(operand) ? $"{what}: {line}" : $"{what}({operand}): {line}";
        return status == OutOfMemoryStatus ? new TorchOutOfMemoryException(message) : new TorchException(message);
    }

    /// <summary>The error of who asked for CUDA where there is none, of TorchSharp's type; null otherwise.</summary>
    internal static InvalidOperationException? NoDevice(string what, DeviceType type) =>
        type == DeviceType.CUDA && !torch.cuda.is_available() ? new($"{what}: this libtorch has no CUDA device.") : null;

    /// <summary>"float32 [2, 3], int64 [4]": the tensors among the arguments, in order.</summary>
    internal static string Describe(Value* arguments, int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            var argument = arguments[i];
            if (argument.Tag is Tag.Default)
                continue;
            if (text.Length > 0)
                text.Append(", ");
            switch (argument.Tag)
            {
                case Tag.None: text.Append("null"); break;
                case Tag.Tensor: Describe(text, (nint)argument.Bits); break;
                case Tag.Tensors:
                    text.Append('[');
                    for (var t = 0; t < argument.Length && t < 8; t++)
                    {
                        if (t > 0)
                            text.Append(", ");
                        Describe(text, ((nint*)argument.Bits)[t]);
                    }
                    text.Append(argument.Length > 8 ? $", … {argument.Length} tensors]" : "]");
                    break;
                case Tag.Int: text.Append(argument.Bits); break;
                case Tag.Float: text.Append(BitConverter.Int64BitsToDouble(argument.Bits)); break;
                case Tag.Bool: text.Append(argument.Bits != 0 ? "true" : "false"); break;
                case Tag.Ints: text.Append('[').Append(string.Join(", ", new ReadOnlySpan<long>((void*)argument.Bits, argument.Length).ToArray())).Append(']'); break;
                case Tag.String: text.Append('"').Append(Encoding.UTF8.GetString((byte*)argument.Bits, argument.Length)).Append('"'); break;
                default: text.Append('…'); break;
            }
        }
        return text.ToString();
    }

    internal static void Describe(StringBuilder text, nint tensor)
    {
        TensorInfo info;
        if (tensor == 0)
            text.Append("null");
        else if (NativeMethods.ph_tensor_info(tensor, &info) != 0)
            text.Append("a tensor");
        else
        {
            text.Append(ScalarTypes.Name((torch.ScalarType)info.ScalarType)).Append(" [");
            for (var d = 0; d < info.Dimensions; d++)
                text.Append(d > 0 ? ", " : "").Append(info.Sizes[d]);
            text.Append(']');
            if (info.DeviceType != 0)
                text.Append(" on ").Append(new torch.Device((DeviceType)info.DeviceType, info.DeviceIndex));
        }
    }

    private static string FirstLine(string message)
    {
        var end = message.IndexOf('\n');
        return (end < 0 ? message : message[..end]).TrimEnd();
    }
}
