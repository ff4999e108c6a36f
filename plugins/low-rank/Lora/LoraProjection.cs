// LoRA on a linear map.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.LowRank;

/// <summary>LoRA on a linear map: W x + scale · B A x, with A [r, in] and B [out, r] whichever way round W is stored.</summary>
internal sealed class LoraProjection : LoraModule
{
    private readonly IProjection _projection;
    private readonly double _dropout;

    public LoraProjection(NamedModule target, IProjection projection, double scale, double dropout, Parameter a, Parameter b)
        : base(target.Path, target.Module, scale, a, b) =>
        (_projection, _dropout) = (projection, dropout);

    public override Parameter Weight => _projection.Weight;

    /// <summary>Whether the weight is stored as (in, out).</summary>
    public bool FanInFanOut => _projection.FanInFanOut;

    public override Tensor forward(Tensor input)
    {
        var output = BaseLayer.call(input);
        if (!Active) return output;
        if (training && _dropout > 0) input = nn.functional.dropout(input, _dropout, training: true);
        // A base in half precision under an adapter in full: the update is computed in the adapter's own.
        if (Weight.dtype != A.dtype)
            return output + nn.functional.linear(nn.functional.linear(input.to(A.dtype), A), B).mul(Scale).to(output.dtype);
        // One matrix product adds the scaled update to the base's output.
        var down = nn.functional.linear(input, A);
        if (output.dim() == 2) return output.addmm(down, B.t(), alpha: Scale);
        var shape = output.shape;
        return output.reshape(-1, shape[^1]).addmm(down.reshape(-1, A.size(0)), B.t(), alpha: Scale).reshape(shape);
    }

    public override Tensor Delta()
    {
        var delta = B.mm(A).mul(Scale);
        return _projection.FanInFanOut ? delta.t() : delta;
    }
}
