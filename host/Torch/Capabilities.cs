// What this libtorch can do: its version, its operators, its devices. Nothing else of the host asks for a version number.
using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>What the libtorch at hand can do. A capability is an operator that exists and answers.</summary>
public static unsafe class Capabilities
{
    private static readonly ConcurrentDictionary<string, bool> s_probed = new();

    /// <summary>libtorch's version: "1.13.0".</summary>
    public static string Version => __version__;

    /// <summary>The instructions that its CPU kernels use: "AVX2", "AVX512", "DEFAULT".</summary>
    public static string CpuCapability => Text(3);

    /// <summary>How it was built: compiler, BLAS, flags.</summary>
    public static string BuildConfiguration => Text(1);

    /// <summary>Its thread settings.</summary>
    public static string ParallelInfo => Text(2);

    /// <summary>The devices that tensors can be put on, the CPU first.</summary>
    public static IReadOnlyList<Device> Devices => [CPU, .. Enumerable.Range(0, cuda.device_count()).Select(index => new Device(DeviceType.CUDA, index))];

    /// <summary>True where there is an operator of that name, as "aten::add.Tensor" or "aten::relu".</summary>
    public static bool HasOperator(string name) => Find(name) != 0;

    /// <summary>The schema of an operator, as libtorch prints it; null where there is none.</summary>
    public static string? Schema(string name)
    {
        var found = Find(name);
        if (found == 0)
            return null;
        byte* text;
        NativeMethods.Check(NativeMethods.ph_operator_schema(found, &text), name);
        return Utf8.Text(text);
    }

    /// <summary>The names of all operators that libtorch knows, as "aten::add.Tensor".</summary>
    public static IReadOnlyList<string> OperatorNames()
    {
        byte* names;
        NativeMethods.Check(NativeMethods.ph_operator_names(&names), "operator names");
        return Utf8.Text(names).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>
    /// Whether something answers on a device: the probe (a tiny call) runs once and is remembered under the name. Only libtorch's own
    /// refusal counts as no.
    /// </summary>
    public static bool Answers(string name, Device device, Action<Device> probe) => s_probed.GetOrAdd($"{name} on {device}", _ =>
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        try
        {
            probe(device);
            return true;
        }
        catch (TorchException)
        {
            return false;
        }
    });

    private static nint Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        nint found;
        var text = Utf8.Bytes(name);
        fixed (byte* pointer = text)
            NativeMethods.Check(NativeMethods.ph_operator_find(pointer, text.Length, &found), name);
        return found;
    }
}
