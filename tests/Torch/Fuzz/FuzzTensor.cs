// A tensor as a fuzzed call wants it, described before it is made, so that a call can be told without being made.
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

/// <summary>What a tensor of a fuzzed call is like.</summary>
internal enum FuzzForm
{
    Dense,
    Transposed,
    Expanded,
    Sliced,
    Sparse,
    Meta,
    Quantized,
    Mkldnn,
    Disposed,
}

/// <summary>The description of a tensor: equal descriptions make equal tensors.</summary>
internal sealed record FuzzTensor(long[] Sizes, ScalarType Type, FuzzForm Form, bool Gradient, double Scale, int Key)
{
    /// <summary>Makes it. A form that the type or the shape cannot have is left out.</summary>
    public Tensor Make()
    {
        var device = Form == FuzzForm.Meta ? META : CPU;
        var count = Sizes.Aggregate(1L, (product, size) => product * size);
        Tensor made;
        if (Form == FuzzForm.Meta)
        {
            made = empty(Sizes, Type, device);
        }
        else
        {
            var numbers = new double[count];
            var dice = new FuzzDice(Key, count);
            var whole = is_integral(Type);
            for (var i = 0; i < numbers.Length; i++)
            {
                var number = (dice.Below(2001) - 1000) / 1000.0 * Scale;
                numbers[i] = whole ? Type == ScalarType.Bool ? dice.Below(2) : Math.Round(number) : number;
            }
            made = tensor(numbers, Sizes).to(Type);
        }
        made = Shape(made);
        if (Gradient && (is_floating_point(Type) || is_complex(Type)))
            made.requires_grad_();
        if (Form == FuzzForm.Disposed)
            made.Dispose();
        return made;
    }

    private Tensor Shape(Tensor made)
    {
        try
        {
            return Form switch
            {
                FuzzForm.Transposed when Sizes.Length >= 2 => made.transpose(0, 1).contiguous().transpose(0, 1),
                FuzzForm.Expanded when Sizes.Length >= 1 && Sizes[0] > 0 => made.narrow(0, 0, 1).expand(Sizes),
                FuzzForm.Sliced when Sizes.Length >= 1 => cat([made, made], 0).slice(0, Sizes[0] / 2, (Sizes[0] / 2) + Sizes[0], 1),
                FuzzForm.Sparse => (Tensor)ops.call("aten::to_sparse", made)[0]!,
                FuzzForm.Mkldnn => (Tensor)ops.call("aten::to_mkldnn", made)[0]!,
                FuzzForm.Quantized => (Tensor)ops.call("aten::quantize_per_tensor", made, 0.1, 2, 12 + (Key & 1))[0]!,
                _ => made,
            };
        }
        catch (TorchException)
        {
            return made;
        }
    }

    public override string ToString() => $"{Type}[{string.Join(',', Sizes)}]{(Form == FuzzForm.Dense ? "" : " " + Form)}{(Gradient ? " grad" : "")} ×{Scale}";
}
