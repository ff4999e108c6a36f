// Apart from the other failures, because a caller can answer it with a smaller batch.
namespace TorchSharp;

/// <summary>The device has not the memory that an operator asked for.</summary>
public sealed class TorchOutOfMemoryException : TorchException
{
    public TorchOutOfMemoryException()
    {
    }

    public TorchOutOfMemoryException(string message)
        : base(message)
    {
    }

    public TorchOutOfMemoryException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
