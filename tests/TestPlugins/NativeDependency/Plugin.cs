// Uses a native library of its own.
using System.Collections.Generic;
using System.Runtime.InteropServices;
using PluginHost;
using TorchSharp;

[assembly: Plugin("native-dependency", Sdk = "1", Author = "The scenarios")]
[assembly: Provides(Kind.Loss, "native-dependency")]

public sealed class ScenarioPlugin : IPlugin
{
    public void Register(IRegistry registry) => registry.Loss<NoOptions>("native-dependency", (options, context) => new ScenarioLoss());
}

public sealed class ScenarioLoss : Loss
{
    [DllImport("answer")]
    private static extern int answer();

    public override IReadOnlyList<string> Reads => [$"answer {answer()}"];

    public override torch.Tensor Compute(TensorMap values) => values[Fields.Logits].square().mean();
}
