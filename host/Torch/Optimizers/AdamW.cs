// Adam with decoupled weight decay.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam whose weight decay takes ηλθ off the weight and leaves the gradient alone (Loshchilov and Hutter 2019).</summary>
public class AdamW : Adam
{
    internal AdamW(IEnumerable<Parameter> parameters, double lr, double beta1, double beta2, double eps, double weight_decay, bool amsgrad, bool maximize)
        : this([new ParamGroup(parameters, lr, beta1, beta2, eps, weight_decay)], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    internal AdamW(IEnumerable<ParamGroup> groups, double lr, double beta1, double beta2, double eps, double weight_decay, bool amsgrad, bool maximize)
        : base(groups, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize, nameof(AdamW))
    {
    }

    private protected override bool Decoupled => true;

    /// <summary>Parameters with settings of their own; what is left out is the optimizer's.</summary>
    public new class ParamGroup(IEnumerable<Parameter> parameters, double? lr = null, double? beta1 = null, double? beta2 = null, double? eps = null, double? weight_decay = null)
        : Adam.ParamGroup(parameters, lr, beta1, beta2, eps, weight_decay);
}
