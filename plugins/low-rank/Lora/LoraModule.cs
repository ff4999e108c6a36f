// What LoRA puts in the place of a module.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.LowRank;

/// <summary>A module with a low-rank update beside it: base(x) + scale · B(A(dropout(x))).</summary>
internal abstract class LoraModule : AdaptedModule
{
    /// <param name="path">The path of the module that is wrapped.</param>
    /// <param name="baseLayer">That module, or another adapter's wrapper around it.</param>
    /// <param name="scale">What the update is multiplied by.</param>
    /// <param name="a">The matrix that is applied first.</param>
    /// <param name="b">The matrix that is applied second.</param>
    protected LoraModule(string path, nn.Module<Tensor, Tensor> baseLayer, double scale, Parameter a, Parameter b) : base("lora", baseLayer)
    {
        (Path, Scale, A, B) = (path, scale, a, b);
        register_parameter("lora_A", a);
        register_parameter("lora_B", b);
    }

    /// <summary>The path of the module that is wrapped.</summary>
    public string Path { get; }

    /// <summary>What the update is multiplied by.</summary>
    public double Scale { get; }

    public Parameter A { get; }

    public Parameter B { get; }

    /// <summary>A's and B's names in PEFT's files, behind the path.</summary>
    public virtual (string A, string B) StoredNames => ("lora_A.weight", "lora_B.weight");

    /// <summary>The weight of the base's own module.</summary>
    public abstract Parameter Weight { get; }

    /// <summary>scale · BA in the shape of <see cref="Weight"/>.</summary>
    public abstract Tensor Delta();
}
