// Uses a library that is not in its folder.
using System.Collections.Generic;
using PluginHost;
using TorchSharp;

[assembly: Plugin("missing-dependency", Sdk = "1", Author = "The scenarios")]
[assembly: Provides(Kind.Loss, "missing-dependency")]

public sealed class ScenarioPlugin : IPlugin
{
    public void Register(IRegistry registry) => registry.Loss<NoOptions>("missing-dependency", (options, context) => new ScenarioLoss());
}

public sealed class ScenarioLoss : Loss
{
    public override IReadOnlyList<string> Reads => [Absent.Version];

    public override torch.Tensor Compute(TensorMap values) => values[Fields.Logits].square().mean();
}
