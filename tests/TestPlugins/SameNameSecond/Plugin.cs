// The other of two plugins with one loss.
using System.Collections.Generic;
using PluginHost;
using TorchSharp;

[assembly: Plugin("same-name-second", Sdk = "1", Author = "The scenarios")]
[assembly: Provides(Kind.Loss, "same-name")]

public sealed class ScenarioPlugin : IPlugin
{
    public void Register(IRegistry registry) => registry.Loss<NoOptions>("same-name", (options, context) => new ScenarioLoss());
}

public sealed class ScenarioLoss : Loss
{
    public override IReadOnlyList<string> Reads => [Fields.Logits];

    public override torch.Tensor Compute(TensorMap values) => values[Fields.Logits].square().mean();
}
