// A loss that notes when it is at work.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>A loss that notes when it is at work, so that a crash inside it can be told from one in the model.</summary>
/// <param name="loss">The loss.</param>
/// <param name="mark">The note.</param>
internal sealed class MarkedLoss(Loss loss, WorkMark mark) : Loss
{
    /// <summary>The loss itself, which may have state. Exchanged when its plugin is reloaded; the objective keeps this one.</summary>
    public Loss Marked { get; set; } = loss;

    public override IReadOnlyList<string> Reads => Marked.Reads;

    public override torch.Tensor Compute(TensorMap values)
    {
        var before = mark.Enter(Work.Loss);
        var result = Marked.Compute(values);
        mark.Enter(before);
        return result;
    }

    public override torch.Tensor? Weigh(TensorMap values) => Marked.Weigh(values);

    public override T? As<T>()
        where T : class => Marked.As<T>();
}
