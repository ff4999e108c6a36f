// Tensors side by side in one, so that many small ones travel as few large ones.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>Some tensors of one device and type, whose elements travel as one tensor, of a type that every backend takes and that holds each exactly.</summary>
internal sealed class FlatChunk
{
    private const long Bytes = 25 << 20;

    private readonly List<torch.Tensor> _tensors = [];
    private long _bytes, _elements;

    private torch.Tensor First => _tensors[0];

    private torch.ScalarType Wire => First.dtype switch
    {
        torch.ScalarType.Bool => torch.ScalarType.Byte,
        torch.ScalarType.Int16 => torch.ScalarType.Int32,
        torch.ScalarType.Float16 or torch.ScalarType.BFloat16 => torch.ScalarType.Float32,
        torch.ScalarType.ComplexFloat32 => torch.ScalarType.Float32,
        torch.ScalarType.ComplexFloat64 => torch.ScalarType.Float64,
        var type => type,
    };

    private bool IsComplex => First.dtype is torch.ScalarType.ComplexFloat32 or torch.ScalarType.ComplexFloat64;

    /// <summary>The tensors in chunks of about 25 MiB; a larger one has a chunk of its own.</summary>
    public static IEnumerable<FlatChunk> Of(IEnumerable<torch.Tensor> tensors)
    {
        FlatChunk? open = null;
        foreach (var tensor in tensors)
        {
            var bytes = tensor.numel() * tensor.element_size();
            if (open is not null && (open._bytes + bytes > Bytes || open.First.dtype != tensor.dtype || !open.First.device.Equals(tensor.device)))
            {
                yield return open;
                open = null;
            }

            open ??= new FlatChunk();
            open._tensors.Add(tensor);
            open._bytes += bytes;
            open._elements += tensor.numel();
        }

        if (open is not null) yield return open;
    }

    /// <summary>Room for the elements.</summary>
    public torch.Tensor Empty() => torch.empty([_elements * (IsComplex ? 2 : 1)], dtype: Wire, device: First.device);

    /// <summary>The elements of all.</summary>
    public torch.Tensor Gather()
    {
        using var scope = torch.NewDisposeScope();
        return torch.cat([.. _tensors.Select(tensor => Numbers(tensor.detach()).reshape(-1).to(Wire))]).MoveToOuterDisposeScope();
    }

    /// <summary>Puts elements back where they belong.</summary>
    public void Scatter(torch.Tensor flat)
    {
        using var scope = torch.NewDisposeScope();
        long at = 0;
        foreach (var tensor in _tensors)
        {
            var target = Numbers(tensor.detach());
            target.copy_(flat.narrow(0, at, target.numel()).view(target.shape));
            at += target.numel();
        }
    }

    private torch.Tensor Numbers(torch.Tensor tensor) => IsComplex ? torch.view_as_real(tensor) : tensor;
}
