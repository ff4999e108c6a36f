// Does not come back from the fourth step.
using System.Collections.Generic;
using System.Threading;
using PluginHost;
using TorchSharp;

[assembly: Plugin("never-returns", Sdk = "1", Author = "The scenarios")]
[assembly: Provides(Kind.Loss, "never-returns")]

public sealed class ScenarioPlugin : IPlugin
{
    public void Register(IRegistry registry) => registry.Loss<NoOptions>("never-returns", (options, context) => new ScenarioLoss());
}

public sealed class ScenarioLoss : Loss
{
    // Counts training steps; an evaluation records no gradients.
    private int _step;

    public override IReadOnlyList<string> Reads => [Fields.Logits];

    public override torch.Tensor Compute(TensorMap values)
    {
        if (torch.is_grad_enabled() && ++_step == 4) while (true) Thread.Sleep(10);
        return values[Fields.Logits].square().mean();
    }
}
