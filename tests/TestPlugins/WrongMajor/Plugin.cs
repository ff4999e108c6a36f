// Was written against another contract.
using System.Collections.Generic;
using PluginHost;
using TorchSharp;

[assembly: Plugin("wrong-major", Sdk = "2", Author = "The scenarios")]
[assembly: Provides(Kind.Loss, "wrong-major")]

public sealed class ScenarioPlugin : IPlugin
{
    public void Register(IRegistry registry) => registry.Loss<NoOptions>("wrong-major", (options, context) => new ScenarioLoss());
}

public sealed class ScenarioLoss : Loss
{
    public override IReadOnlyList<string> Reads => [Fields.Logits];

    public override torch.Tensor Compute(TensorMap values) => values[Fields.Logits].square().mean();
}
