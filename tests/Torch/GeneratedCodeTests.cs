// The generated surface is what the list of operators gives, and every operator of it is one that libtorch has or is known to lack.
using PluginHost.TorchGenerator;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.Torch;

public sealed class GeneratedCodeTests
{
    private static readonly string s_folder = Path.Combine(SharedData.Checkout, "host", "Torch");

    [Fact]
    public void IsUpToDate()
    {
        foreach (var (name, text) in Generator.Run(File.ReadAllText(Path.Combine(s_folder, "operators.txt"))))
            Assert.True(File.ReadAllText(Path.Combine(s_folder, "Generated", name)) == text, $"{name} differs from operators.txt: dotnet run --project host/Torch.Generator -- host/Torch");
    }

    [Fact]
    public void EveryOperatorExistsOrIsOneThatOnlyLaterVersionsHave()
    {
        string[] later = ["aten::scaled_dot_product_attention", "aten::_foreach_lerp_.Scalar", "aten::_foreach_mul_.Tensor", "aten::_fused_adamw_", "aten::rms_norm"];
        for (var op = 0; op < Op.Count; op++)
            if (!later.Contains(Dispatch.Name(op)))
                Assert.True(Dispatch.Exists(op), Dispatch.Name(op));
    }
}
