// Calls itself in the fourth step until the stack is gone.
using System.Collections.Generic;
using PluginHost;
using TorchSharp;

[assembly: Plugin("overflows-the-stack", Sdk = "1", Author = "The scenarios")]
[assembly: Provides(Kind.Loss, "overflows-the-stack")]

public sealed class ScenarioPlugin : IPlugin
{
    public void Register(IRegistry registry) => registry.Loss<NoOptions>("overflows-the-stack", (options, context) => new ScenarioLoss());
}

public sealed class ScenarioLoss : Loss
{
    // Counts training steps; an evaluation records no gradients.
    private int _step;

    private static torch.Tensor Deeper(TensorMap values, long depth) => Deeper(values, depth + 1) + depth;

    public override IReadOnlyList<string> Reads => [Fields.Logits];

    public override torch.Tensor Compute(TensorMap values)
    {
        if (torch.is_grad_enabled() && ++_step == 4) return Deeper(values, 1);
        return values[Fields.Logits].square().mean();
    }
}
