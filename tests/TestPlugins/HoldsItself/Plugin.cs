// Is held alive by an event of the host's framework that it subscribes to and never leaves.
using System;
using System.Collections.Generic;
using PluginHost;
using TorchSharp;

[assembly: Plugin("holds-itself", Sdk = "1", Author = "The scenarios")]
[assembly: Provides(Kind.Loss, "holds-itself")]

public sealed class ScenarioPlugin : IPlugin
{
    public void Register(IRegistry registry) =>
        registry.Loss<NoOptions>("holds-itself", (options, context) =>
        {
            AppDomain.CurrentDomain.ProcessExit += (sender, happened) => Console.Out.Flush();
            return new ScenarioLoss();
        });
}

public sealed class ScenarioLoss : Loss
{
    public override IReadOnlyList<string> Reads => [Fields.Logits];

    public override torch.Tensor Compute(TensorMap values) => values[Fields.Logits].square().mean();
}
