// Tensors side by side in one, so that many small ones travel as few large ones.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>Some tensors of one device, whose bytes travel as one tensor.</summary>
internal sealed class FlatChunk
{
    private const long Bytes = 25 << 20;

    private readonly List<torch.Tensor> _tensors = [];
    private long _bytes;

    /// <summary>The tensors in chunks of about 25 MiB; a larger one has a chunk of its own.</summary>
    public static IEnumerable<FlatChunk> Of(IEnumerable<torch.Tensor> tensors)
    {
        FlatChunk? open = null;
        foreach (var tensor in tensors)
        {
            var bytes = tensor.numel() * tensor.element_size();
            if (open is not null && (open._bytes + bytes > Bytes || !open._tensors[0].device.Equals(tensor.device)))
            {
                yield return open;
                open = null;
            }

            open ??= new FlatChunk();
            open._tensors.Add(tensor);
            open._bytes += bytes;
        }

        if (open is not null) yield return open;
    }

    /// <summary>Room for the bytes.</summary>
    public torch.Tensor Empty() => torch.empty([_bytes], dtype: torch.ScalarType.Byte, device: _tensors[0].device);

    /// <summary>The bytes of all.</summary>
    public torch.Tensor Gather()
    {
        using var scope = torch.NewDisposeScope();
        return torch.cat([.. _tensors.Select(tensor => tensor.detach().contiguous().view(-1).view(torch.ScalarType.Byte))]).MoveToOuterDisposeScope();
    }

    /// <summary>Puts bytes back where they belong.</summary>
    public void Scatter(torch.Tensor flat)
    {
        using var scope = torch.NewDisposeScope();
        long at = 0;
        foreach (var tensor in _tensors)
        {
            var bytes = tensor.numel() * tensor.element_size();
            // Viewed as its type only behind a copy, since the place need not be a multiple of the element's size.
            tensor.detach().copy_(flat.narrow(0, at, bytes).clone().view(tensor.dtype).view(tensor.shape));
            at += bytes;
        }
    }
}
