// What a tensor is, fetched in one call; mirrors TensorInfo of host/native/api.h.
using System.Runtime.InteropServices;

namespace TorchSharp;

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TensorInfo
{
    internal int ScalarType;
    internal int DeviceType;
    internal int DeviceIndex;
    internal int Dimensions;
    internal int Layout;
    internal int Flags;
    internal long Elements;
    internal long ElementSize;
    internal long* Sizes;
    internal long* Strides;

    internal readonly bool RequiresGrad => (Flags & 1) != 0;
    internal readonly bool IsLeaf => (Flags & 2) != 0;
    internal readonly bool IsContiguous => (Flags & 4) != 0;
    internal readonly bool IsInference => (Flags & 8) != 0;
    internal readonly bool HasGradientFunction => (Flags & 16) != 0;
    internal readonly bool IsView => (Flags & 32) != 0;
    internal readonly bool IsConjugated => (Flags & 64) != 0;
    internal readonly bool IsNegated => (Flags & 128) != 0;
}
