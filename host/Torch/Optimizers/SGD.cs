// Stochastic gradient descent over libtorch's _foreach_ operators.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// g ← g + λθ; with momentum b ← μb + (1 - τ)g (the first b is g), and g ← b, or g + μb with Nesterov's; θ ← θ - ηg
/// (Sutskever et al. 2013, in torch's form, where the rate multiplies the momentum too).
/// </summary>
public class SGD : optim.Optimizer
{
    private readonly bool _maximize;

    internal SGD(IEnumerable<Parameter> parameters, double lr, double momentum, double dampening, double weight_decay, bool nesterov, bool maximize)
        : this([new ParamGroup(parameters, lr, momentum, dampening, weight_decay, nesterov)], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    internal SGD(IEnumerable<ParamGroup> groups, double lr, double momentum, double dampening, double weight_decay, bool nesterov, bool maximize)
        : base(nameof(SGD))
    {
        _maximize = maximize;
        foreach (var group in groups)
        {
            group.Complete(lr, momentum, dampening, weight_decay, nesterov);
            Add(group);
        }
    }

    protected override void Step(optim.ParamGroup group)
    {
        var settings = (ParamGroup)group;
        var (parameters, gradients) = WithGradients(group, _maximize);
        if (parameters.Count == 0)
            return;
        if (settings.WeightDecay != 0)
            gradients = [.. Calls._foreach_add_List(gradients, parameters, settings.WeightDecay)];
        if (settings.Momentum != 0)
            gradients = Momentum(settings, parameters, gradients);
        Calls._foreach_add__List(parameters, gradients, -settings.LearningRate);
    }

    private List<Tensor> Momentum(ParamGroup settings, List<Tensor> parameters, List<Tensor> gradients)
    {
        var buffers = new List<Tensor>(parameters.Count);
        for (var i = 0; i < parameters.Count; i++)
        {
            var fresh = false;
            var gradient = gradients[i];
            var buffer = StateOf((Parameter)parameters[i], _ =>
            {
                fresh = true;
                return new Dictionary<string, Tensor> { ["momentum_buffer"] = gradient.clone() };
            })["momentum_buffer"];
            if (!fresh)
                buffer.mul_(settings.Momentum).add_(gradient, 1 - settings.Dampening);
            buffers.Add(buffer);
        }
        return settings.Nesterov ? [.. Calls._foreach_add_List(gradients, buffers, settings.Momentum)] : buffers;
    }

    /// <summary>Parameters with settings of their own; what is left out is the optimizer's.</summary>
    public class ParamGroup(IEnumerable<Parameter> parameters, double? lr = null, double? momentum = null, double? dampening = null, double? weight_decay = null, bool? nesterov = null)
        : optim.ParamGroup(parameters, lr ?? double.NaN)
    {
        public double Momentum { get; set; } = momentum ?? double.NaN;

        public double Dampening { get; set; } = dampening ?? double.NaN;

        public double WeightDecay { get; set; } = weight_decay ?? double.NaN;

        public bool Nesterov { get; set; } = nesterov ?? false;

        internal void Complete(double lr, double momentum, double dampening, double weight_decay, bool shared)
        {
            LearningRate = InitialLearningRate = double.IsNaN(LearningRate) ? lr : LearningRate;
            Momentum = double.IsNaN(Momentum) ? momentum : Momentum;
            Dampening = double.IsNaN(Dampening) ? dampening : Dampening;
            WeightDecay = double.IsNaN(WeightDecay) ? weight_decay : WeightDecay;
            Nesterov |= shared;
            if (LearningRate < 0 || Momentum < 0 || WeightDecay < 0)
                throw new ArgumentOutOfRangeException(nameof(lr), $"SGD: the rate, momentum and weight decay have to be at least 0, got {LearningRate}, {Momentum} and {WeightDecay}.");
            if (Nesterov && (Momentum <= 0 || Dampening != 0))
                throw new ArgumentException("SGD: Nesterov's momentum needs a momentum and no dampening.", nameof(momentum));
        }
    }
}
