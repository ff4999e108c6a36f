// The lower triangle that causal attention needs, made once and cut to size.
using System.Collections.Concurrent;
using TorchSharp;

namespace PluginHost.Layers;

/// <summary>
/// A square of 0 where a row may look at a column (column ≤ row) and -∞ where it may not, one a device and type. Every length is a view of
/// it, and so is every offset that a cache makes.
/// </summary>
internal static class CausalMask
{
    private const long Smallest = 128;
    private static readonly ConcurrentDictionary<(DeviceType, int, torch.ScalarType), torch.Tensor> s_squares = new();

    /// <summary>The rows [<paramref name="past"/>, past + <paramref name="rows"/>) and the columns [0, past + rows).</summary>
    public static torch.Tensor Get(long past, long rows, torch.Device device, torch.ScalarType type)
    {
        var columns = past + rows;
        var key = (device.type, device.index, type);
        if (!s_squares.TryGetValue(key, out var square) || square.size(0) < columns)
        {
            // A longer square replaces the shorter one, which views in use keep alive until they are gone.
            var size = Math.Max(Smallest, columns);
            using var plain = torch.no_grad();
            using var full = torch.full([size, size], double.NegativeInfinity, dtype: type, device: device);
            square = torch.triu(full, 1).DetachFromDisposeScope();
            s_squares[key] = square;
        }

        return square.narrow(0, past, rows).narrow(1, 0, columns);
    }
}
