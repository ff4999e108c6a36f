// Lists of tensors as arrays of handles, from a pool.
using System.Buffers;
using static TorchSharp.torch;

namespace TorchSharp;

internal static class TensorList
{
    internal static nint[] Rent(IReadOnlyList<Tensor?> tensors, int op, bool optional = false)
    {
        if (tensors is null)
            throw new ArgumentNullException(nameof(tensors), $"{Dispatch.Name(op)}: the list of tensors is null.");
        var count = tensors.Count;
        var handles = ArrayPool<nint>.Shared.Rent(Math.Max(1, count));
        for (var i = 0; i < count; i++)
        {
            if (tensors[i] is { } tensor)
                handles[i] = tensor.Pointer(op);
            else
                handles[i] = optional ? 0 : (nint)Dispatch.MissingTensor(op);
        }
        return handles;
    }

    internal static void Return(nint[] handles) => ArrayPool<nint>.Shared.Return(handles);
}
