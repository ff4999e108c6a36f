// Reads from address 8 in native code in the sixth step that its process makes.
using System.Collections.Generic;
using System.Runtime.InteropServices;
using PluginHost;
using TorchSharp;

[assembly: Plugin("crashes-in-native-code", Sdk = "1", Author = "The scenarios")]
[assembly: Provides(Kind.Loss, "crashes-in-native-code")]

public sealed class ScenarioPlugin : IPlugin
{
    public void Register(IRegistry registry) => registry.Loss<NoOptions>("crashes-in-native-code", (options, context) => new ScenarioLoss());
}

public sealed class ScenarioLoss : Loss
{
    // Counts training steps; an evaluation records no gradients.
    private int _step;

    [DllImport("crash")]
    private static extern int crash_native();

    public override IReadOnlyList<string> Reads => [Fields.Logits];

    public override torch.Tensor Compute(TensorMap values)
    {
        if (torch.is_grad_enabled() && ++_step == 6) _ = crash_native();
        return values[Fields.Logits].square().mean();
    }
}
