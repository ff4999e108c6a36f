// Throws in the forward pass of the fourth step.
using System;
using System.Collections.Generic;
using PluginHost;
using TorchSharp;

[assembly: Plugin("throws-in-forward", Sdk = "1", Author = "The scenarios")]
[assembly: Provides(Kind.Loss, "throws-in-forward")]

public sealed class ScenarioPlugin : IPlugin
{
    public void Register(IRegistry registry) => registry.Loss<NoOptions>("throws-in-forward", (options, context) => new ScenarioLoss());
}

public sealed class ScenarioLoss : Loss
{
    // Counts training steps; an evaluation records no gradients.
    private int _step;

    public override IReadOnlyList<string> Reads => [Fields.Logits];

    public override torch.Tensor Compute(TensorMap values)
    {
        if (torch.is_grad_enabled() && ++_step == 4) throw new InvalidOperationException("the fourth step is one too many");
        return values[Fields.Logits].square().mean();
    }
}
