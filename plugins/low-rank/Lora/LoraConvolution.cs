// LoRA on a convolution.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.LowRank;

/// <summary>LoRA on a convolution of one group: a convolution A [r, in, k, k] like the base's, then B [out, r, 1, 1].</summary>
internal sealed class LoraConvolution(NamedModule target, Conv2d convolution, double scale, double dropout, Parameter a, Parameter b)
    : LoraModule(target.Path, target.Module, scale, a, b)
{
    public override Parameter Weight => convolution.weight;

    public override Tensor forward(Tensor input)
    {
        var output = BaseLayer.call(input);
        if (!Active) return output;
        if (training && dropout > 0) input = nn.functional.dropout(input, dropout, training: true);
        if (Weight.dtype != A.dtype) input = input.to(A.dtype);
        var down = nn.functional.conv2d(input, A, strides: convolution.stride, padding: convolution.padding, dilation: convolution.dilation);
        var update = nn.functional.conv2d(down, B);
        return output.add(Weight.dtype == A.dtype ? update : update.to(output.dtype), alpha: Scale);
    }

    public override Tensor Delta() => B.flatten(1).mm(A.flatten(1)).mul(Scale).reshape(Weight.shape);
}
