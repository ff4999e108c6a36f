// What libtorch refused: the operator, the shapes and dtypes of its tensors, then libtorch's own first line.
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>An operator or another call into libtorch failed; the message names it and the shapes of its tensors.</summary>
public class TorchException : ExternalException
{
    public TorchException()
    {
    }

    public TorchException(string message)
        : base(message)
    {
    }

    public TorchException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
