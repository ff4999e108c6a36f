// GELU in its tanh form, as GPT-2 has it.
using TorchSharp;
using static TorchSharp.torch.nn;

namespace PluginHost.Layers;

/// <summary>
/// GELU in its tanh form (Hendrycks and Gimpel 2016): x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))). On the CPU libtorch's own is a quarter of
/// a small model's step, so float32 numbers there go through <see cref="TanhGeluKernel"/>, one pass each way.
/// </summary>
public static class TanhGelu
{
    /// <summary>The function, of any shape.</summary>
    public static torch.Tensor Apply(torch.Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return TanhGeluKernel.Fits(input) ? Function.apply(input) : functional.gelu(input, "tanh");
    }

    private sealed class Function : torch.autograd.SingleTensorFunction<Function>
    {
        public override string Name => nameof(TanhGelu);

        public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
        {
            var input = (torch.Tensor)vars[0];
            ctx.save_for_backward([input]);
            var output = torch.empty_like(input);
            TanhGeluKernel.Forward(input, output);
            return output;
        }

        public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
        {
            var input = ctx.get_saved_variables()[0];
            // A gradient of the gradient needs operators that autograd knows.
            if (torch.is_grad_enabled()) return [grad_output * Slope(input)];
            if (!TanhGeluKernel.Fits(grad_output)) grad_output = grad_output.contiguous();
            var result = torch.empty_like(input);
            TanhGeluKernel.Backward(input, grad_output, result);
            return [result];
        }

        // With z = 2 √(2/π) (x + 0.044715 x³), gelu = x σ(z): its slope is σ(z) + x σ(z) (1 - σ(z)) dz/dx.
        private static torch.Tensor Slope(torch.Tensor x)
        {
            var square = x.square();
            var gate = torch.sigmoid(x * (square * (float)TanhGeluKernel.Cubic + (float)TanhGeluKernel.Linear));
            return gate + x * gate * (1 - gate) * (square * (float)(3 * TanhGeluKernel.Cubic) + (float)TanhGeluKernel.Linear);
        }
    }
}
