// Gives a loss that is not a number in the fourth step.
using System.Collections.Generic;
using PluginHost;
using TorchSharp;

[assembly: Plugin("returns-nan", Sdk = "1", Author = "The scenarios")]
[assembly: Provides(Kind.Loss, "returns-nan")]

public sealed class ScenarioPlugin : IPlugin
{
    public void Register(IRegistry registry) => registry.Loss<NoOptions>("returns-nan", (options, context) => new ScenarioLoss());
}

public sealed class ScenarioLoss : Loss
{
    // Counts training steps; an evaluation records no gradients.
    private int _step;

    public override IReadOnlyList<string> Reads => [Fields.Logits];

    public override torch.Tensor Compute(TensorMap values)
    {
        var loss = values[Fields.Logits].square().mean();
        return torch.is_grad_enabled() && ++_step == 4 ? loss * float.NaN : loss;
    }
}
