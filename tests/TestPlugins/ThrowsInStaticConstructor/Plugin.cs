// Throws in the static constructor of its entry type.
using System;
using System.Collections.Generic;
using PluginHost;
using TorchSharp;

[assembly: Plugin("throws-in-static-constructor", Sdk = "1", Author = "The scenarios")]
[assembly: Provides(Kind.Loss, "throws-in-static-constructor")]

public sealed class ScenarioPlugin : IPlugin
{
    static ScenarioPlugin() => throw new FormatException("not even begun");

    public void Register(IRegistry registry) => registry.Loss<NoOptions>("throws-in-static-constructor", (options, context) => new ScenarioLoss());
}

public sealed class ScenarioLoss : Loss
{
    public override IReadOnlyList<string> Reads => [Fields.Logits];

    public override torch.Tensor Compute(TensorMap values) => values[Fields.Logits].square().mean();
}
