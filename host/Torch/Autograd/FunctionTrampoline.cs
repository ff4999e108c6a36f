// Where backward calls back into C#. A graph node or a hook holds a number; here the number leads to the managed function, and the
// entry is dropped when the node or the hook dies, so that native code never holds an object of a plugin.
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Autograd;

internal static unsafe class FunctionTrampoline
{
    internal const string Marker = "managed backward failed #";

    private static readonly ConcurrentDictionary<long, (string What, Func<Tensor?[], Tensor?[]> Run)> s_functions = new();
    private static readonly ConcurrentDictionary<int, (string What, Exception Error)> s_errors = new();
    private static readonly ConcurrentDictionary<long, Action> s_releases = new();
    private static long s_nextHandle;
    private static int s_nextError;

    static FunctionTrampoline() => NativeMethods.Check(NativeMethods.ph_node_callbacks(&Backward, &Release), "autograd");

    /// <summary>How many graph nodes with a managed backward and how many hooks live now.</summary>
    internal static int Live => s_functions.Count;

    /// <summary>
    /// Makes the outputs results of one function of the inputs. Returns false, and keeps nothing, when no input needs a gradient.
    /// </summary>
    internal static bool Attach(ReadOnlySpan<Tensor?> inputs, ReadOnlySpan<Tensor?> outputs, Func<Tensor?[], Tensor?[]> backward, Action? released)
    {
        var handle = Interlocked.Increment(ref s_nextHandle);
        s_functions[handle] = ("a custom autograd function's backward", backward);
        if (released is not null)
            s_releases[handle] = released;
        var from = Handles(inputs);
        var to = Handles(outputs);
        int attached;
        int status;
        fixed (nint* inputsPointer = from, outputsPointer = to)
            status = NativeMethods.ph_node_attach(handle, inputsPointer, from.Length, outputsPointer, to.Length, &attached);
        if (attached == 0)
        {
            s_functions.TryRemove(handle, out _);
            s_releases.TryRemove(handle, out _);
        }
        NativeMethods.Check(status, "autograd function");
        return attached != 0;
    }

    /// <summary>
    /// Lets the hook see every gradient of the tensor; what it gives, unless that is null, takes the gradient's place. The hook is held
    /// until it is removed or the tensor and the graph that made it are gone.
    /// </summary>
    internal static GradientHook AddHook(Tensor tensor, Func<Tensor, Tensor?> hook)
    {
        var pointer = tensor.Pointer("register_hook");
        var handle = Interlocked.Increment(ref s_nextHandle);
        var made = new GradientHook();
        s_functions[handle] = ("a hook of a gradient", given => [hook(given[0]!)]);
        s_releases[handle] = made.Remove;
        nint place;
        NativeMethods.Check(NativeMethods.ph_tensor_register_hook(pointer, handle, &place), "register_hook");
        made.Place = place;
        GC.KeepAlive(tensor);
        return made;
    }

    /// <summary>The callback whose exception a native message refers to, the exception, and what else the message says.</summary>
    internal static (string What, Exception Error, string Note)? TakeError(string message)
    {
        var start = message.IndexOf(Marker, StringComparison.Ordinal);
        if (start < 0)
            return null;
        start += Marker.Length;
        var end = start;
        while (end < message.Length && char.IsAsciiDigit(message[end]))
            end++;
        if (!int.TryParse(message.AsSpan(start, end - start), out var number) || !s_errors.TryRemove(number, out var failure))
            return null;
        return (failure.What, failure.Error, message[end..]);
    }

    [UnmanagedCallersOnly]
    private static int Backward(long handle, nint* gradients, int count, nint* results, int resultsCount)
    {
        var what = "a callback of autograd";
        // Autograd may call on a thread of its own: the scope is this call's, and what it makes dies with it.
        try
        {
            using var scope = NewDisposeScope();
            var given = new Tensor?[count];
            for (var i = 0; i < count; i++)
            {
                given[i] = gradients[i] == 0 ? null : new Tensor(gradients[i]);
                gradients[i] = 0;
            }
            if (!s_functions.TryGetValue(handle, out var function))
                throw new InvalidOperationException("The function of this graph node is gone.");
            what = function.What;
            var made = function.Run(given);
            if (made.Length != resultsCount)
                throw new InvalidOperationException($"backward returned {made.Length} gradients for {resultsCount} inputs.");
            for (var i = 0; i < resultsCount; i++)
            {
                nint alias = 0;
                if (made[i] is { } result)
                    NativeMethods.Check(NativeMethods.ph_tensor_alias(result.Pointer("backward"), &alias), "backward");
                results[i] = alias;
                GC.KeepAlive(made[i]);
            }
            return 0;
        }
#pragma warning disable CA1031 // an exception must not unwind into C++; it is thrown again where backward was called
        catch (Exception error)
#pragma warning restore CA1031
        {
            var number = Interlocked.Increment(ref s_nextError);
            s_errors[number] = (what, error);
            return number;
        }
    }

    [UnmanagedCallersOnly]
    private static void Release(long handle)
    {
        s_functions.TryRemove(handle, out _);
        if (s_releases.TryRemove(handle, out var released))
            released();
    }

    private static nint[] Handles(ReadOnlySpan<Tensor?> tensors)
    {
        var handles = new nint[tensors.Length];
        for (var i = 0; i < handles.Length; i++)
            handles[i] = tensors[i] is { } tensor ? tensor.Pointer("autograd function") : 0;
        return handles;
    }
}
