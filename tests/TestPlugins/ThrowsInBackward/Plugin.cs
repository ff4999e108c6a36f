// Throws in the backward pass of the fourth step.
using System;
using System.Collections.Generic;
using PluginHost;
using TorchSharp;

[assembly: Plugin("throws-in-backward", Sdk = "1", Author = "The scenarios")]
[assembly: Provides(Kind.Loss, "throws-in-backward")]

public sealed class ScenarioPlugin : IPlugin
{
    public void Register(IRegistry registry) => registry.Loss<NoOptions>("throws-in-backward", (options, context) => new ScenarioLoss());
}

public sealed class ScenarioLoss : Loss
{
    // Counts training steps; an evaluation records no gradients.
    private int _step;

    public override IReadOnlyList<string> Reads => [Fields.Logits];

    public override torch.Tensor Compute(TensorMap values)
    {
        var logits = values[Fields.Logits] * 1;
        if (torch.is_grad_enabled() && ++_step == 4) logits.register_hook(_ => throw new InvalidOperationException("no way back"));
        return logits.square().mean();
    }
}
