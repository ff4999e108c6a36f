// How a tensor's elements lie in memory, numbered as c10 numbers it.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>The storage scheme.</summary>
    public enum layout
    {
        strided = 0,
        sparse_coo = 1,
        sparse_csr = 2,
    }

    public const layout strided = layout.strided;

    /// <summary>The order of a dense tensor's dimensions in memory.</summary>
    public enum memory_format
    {
        contiguous_format = 0,
        preserve_format = 1,
        channels_last = 2,
        channels_last_3d = 3,
    }

    public const memory_format contiguous_format = memory_format.contiguous_format;
    public const memory_format preserve_format = memory_format.preserve_format;
    public const memory_format channels_last = memory_format.channels_last;
}
