// A tensor that a module trains.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A leaf tensor that optimizers change. It belongs to no dispose scope.</summary>
public sealed class Parameter : Tensor
{
    /// <summary>Shares the data's memory; a floating type is needed when it takes a gradient.</summary>
    public Parameter(Tensor data, bool requires_grad = true)
        : base(Detached(data))
    {
        this.DetachFromDisposeScope();
        if (requires_grad)
            this.requires_grad = true;
    }

    private static unsafe nint Detached(Tensor data)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var detached = data.detach();
        nint result;
        NativeMethods.Check(NativeMethods.ph_tensor_alias(detached.Pointer("Parameter"), &result), "Parameter");
        return result;
    }
}
