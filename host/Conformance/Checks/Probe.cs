// What is looked at of a model: its hidden states, and a number that depends on all of its outputs.
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost.Conformance;

/// <summary>What is looked at of a model.</summary>
internal static class Probe
{
    /// <summary>The last hidden states, without gradients.</summary>
    public static torch.Tensor Output(Model model, Batch batch)
    {
        using var frozen = torch.no_grad();
        return model.call(batch)[Fields.LastHiddenState];
    }

    /// <summary>A scalar that depends on every number of every output, each with another weight.</summary>
    public static torch.Tensor Scalar(TensorMap outputs)
    {
        using var generator = new torch.Generator(17, torch.CPU);
        var terms = outputs.Select(pair => pair.Value).Where(tensor => tensor.requires_grad)
            .Select(tensor => (tensor.to(torch.float32) * torch.empty(tensor.shape).normal_(0, 1, generator)).sum()).ToList();
        Expect.That(terms.Count > 0, $"At least one output should require a gradient, and none does: {string.Join(", ", outputs.Names)}.");
        return terms.Aggregate((sum, term) => sum + term);
    }

    /// <summary>A parameter has a finite gradient that is not all zero.</summary>
    public static void HasGradient(string name, Parameter parameter)
    {
        Expect.That(parameter.grad is not null, $"\"{name}\" should get a gradient, and gets none: nothing that the outputs depend on uses it, or something detaches it.");
        Expect.Finite(parameter.grad!, $"The gradient of \"{name}\"");
        Expect.That(parameter.grad!.ne(0).any().ToBoolean(), $"The gradient of \"{name}\" should not be zero everywhere, and is.");
    }
}
