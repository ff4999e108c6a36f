// Was written against a newer minor version of the contract.
using System.Collections.Generic;
using PluginHost;
using TorchSharp;

[assembly: Plugin("newer-minor", Sdk = "1.99", Author = "The scenarios")]
[assembly: Provides(Kind.Loss, "newer-minor")]

public sealed class ScenarioPlugin : IPlugin
{
    public void Register(IRegistry registry) => registry.Loss<NoOptions>("newer-minor", (options, context) => new ScenarioLoss());
}

public sealed class ScenarioLoss : Loss
{
    public override IReadOnlyList<string> Reads => [Fields.Logits];

    public override torch.Tensor Compute(TensorMap values) => values[Fields.Logits].square().mean();
}
