// Throws instead of registering.
using System;
using System.Collections.Generic;
using PluginHost;
using TorchSharp;

[assembly: Plugin("throws-in-register", Sdk = "1", Author = "The scenarios")]
[assembly: Provides(Kind.Loss, "throws-in-register")]

public sealed class ScenarioPlugin : IPlugin
{
    public void Register(IRegistry registry) => throw new InvalidOperationException("out of order");
}

public sealed class ScenarioLoss : Loss
{
    public override IReadOnlyList<string> Reads => [Fields.Logits];

    public override torch.Tensor Compute(TensorMap values) => values[Fields.Logits].square().mean();
}
