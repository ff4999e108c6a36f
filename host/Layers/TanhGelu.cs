// GELU in its tanh form, as GPT-2 has it.
using TorchSharp;
using static TorchSharp.torch.nn;

namespace PluginHost.Layers;

/// <summary>GELU in its tanh form (Hendrycks and Gimpel 2016): x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))).</summary>
public static class TanhGelu
{
    /// <summary>The function, of any shape.</summary>
    public static torch.Tensor Apply(torch.Tensor input) => functional.gelu(input, TorchSharp.Modules.GELU.Approximate.tanh);
}
