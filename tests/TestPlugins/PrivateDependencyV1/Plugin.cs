// Uses version 1 of a library that another plugin has in version 2.
using System.Collections.Generic;
using PluginHost;
using TorchSharp;

[assembly: Plugin("private-dependency-v1", Sdk = "1", Author = "The scenarios")]
[assembly: Provides(Kind.Loss, "private-dependency-v1")]

public sealed class ScenarioPlugin : IPlugin
{
    public void Register(IRegistry registry) => registry.Loss<NoOptions>("private-dependency-v1", (options, context) => new ScenarioLoss());
}

public sealed class ScenarioLoss : Loss
{
    public override IReadOnlyList<string> Reads => [Library.Version];

    public override torch.Tensor Compute(TensorMap values) => values[Fields.Logits].square().mean();
}
