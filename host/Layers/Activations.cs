// Activation functions by the names that configurations use.
using TorchSharp;
using static TorchSharp.torch.nn;

namespace PluginHost.Layers;

/// <summary>Activation functions by Hugging Face's names (<c>ACT2FN</c>).</summary>
public static class Activations
{
    private static readonly Dictionary<string, Func<torch.Tensor, torch.Tensor>> s_byName = new(StringComparer.Ordinal)
    {
        ["gelu"] = x => functional.gelu(x),
        ["gelu_new"] = TanhGelu.Apply,
        ["gelu_fast"] = TanhGelu.Apply,
        ["gelu_pytorch_tanh"] = TanhGelu.Apply,
        ["quick_gelu"] = x => x * torch.sigmoid(x * 1.702),
        ["relu"] = x => torch.relu(x),
        ["relu2"] = x => torch.relu(x).square(),
        ["silu"] = x => torch.silu(x),
        ["swish"] = x => torch.silu(x),
        ["tanh"] = x => torch.tanh(x),
        ["sigmoid"] = x => torch.sigmoid(x),
        ["mish"] = x => torch.mish(x),
        ["linear"] = x => x,
    };

    /// <summary>The names that there are.</summary>
    public static IReadOnlyCollection<string> Names => s_byName.Keys;

    /// <summary>The function of a name.</summary>
    /// <param name="name">As in a configuration's <c>activation_function</c>, <c>hidden_act</c> or <c>dense_act_fn</c>.</param>
    /// <exception cref="RecipeException">There is none of that name; the sentence lists what there is.</exception>
    public static Func<torch.Tensor, torch.Tensor> Get(string name) => s_byName.GetValueOrDefault(name)
        ?? throw new RecipeException($"There is no activation function \"{name}\"; there are: {string.Join(", ", s_byName.Keys)}.");
}
