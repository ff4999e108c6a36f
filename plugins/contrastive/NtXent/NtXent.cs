// The loss "nt-xent": which of all other views is the other one of the same image?
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace PluginHost.Contrastive;

/// <summary>
/// ℓ(i, j) = -log exp(sim(zᵢ, zⱼ)/τ) / Σ_{k ≠ i} exp(sim(zᵢ, z_k)/τ), with sim the cosine, meaned over both views of every image
/// (Chen et al. 2020, eq. 1).
/// </summary>
internal sealed class NtXent(NtXentOptions options) : Loss
{
    public override IReadOnlyList<string> Reads => [ContrastiveFields.FirstProjection, ContrastiveFields.SecondProjection];

    public override Tensor Compute(TensorMap values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var views = functional.normalize(cat([values[ContrastiveFields.FirstProjection], values[ContrastiveFields.SecondProjection]]));
        var (rows, device) = (views.size(0), views.device);
        // Nothing to compare is no loss; torch's mean of nothing is NaN.
        if (rows == 0) return views.sum();
        var similarities = views.matmul(views.t()) / options.Temperature;
        similarities = similarities.masked_fill(eye(rows, dtype: ScalarType.Bool, device: device), double.NegativeInfinity);
        // The other view of row i stands half the rows further on, around the end.
        var other = arange(rows, dtype: ScalarType.Int64, device: device).roll([rows / 2], [0L]);
        return functional.cross_entropy(similarities, other);
    }
}
