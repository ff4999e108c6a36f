// Adam and AdamW over libtorch's _foreach_ operators, and over its fused kernel where there is one.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// m ← β₁m + (1 - β₁)g, v ← β₂v + (1 - β₂)g², θ ← θ - η m̂ / (√v̂ + ε), where m̂ = m / (1 - β₁ᵗ) and v̂ = v / (1 - β₂ᵗ)
/// (Kingma and Ba 2015). Weight decay is an L2 term in the gradient; AdamW's takes ηλθ off the weight instead.
/// </summary>
public class Adam : optim.Optimizer
{
    private readonly bool _amsgrad;
    private readonly bool _maximize;

    internal Adam(IEnumerable<Parameter> parameters, double lr, double beta1, double beta2, double eps, double weight_decay, bool amsgrad, bool maximize)
        : this([new ParamGroup(parameters, lr, beta1, beta2, eps, weight_decay)], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    internal Adam(IEnumerable<ParamGroup> groups, double lr, double beta1, double beta2, double eps, double weight_decay, bool amsgrad, bool maximize, string name = nameof(Adam))
        : base(name)
    {
        (_amsgrad, _maximize) = (amsgrad, maximize);
        foreach (var group in groups)
        {
            group.Complete(lr, beta1, beta2, eps, weight_decay);
            Add(group);
        }
    }

    private protected virtual bool Decoupled => false;

    protected override void Step(optim.ParamGroup group)
    {
        var settings = (ParamGroup)group;
        var (parameters, gradients) = WithGradients(group, _maximize);
        if (parameters.Count == 0)
            return;
        var averages = new List<Tensor>(parameters.Count);
        var squares = new List<Tensor>(parameters.Count);
        var largest = new List<Tensor>();
        var steps = new List<Tensor>(parameters.Count);
        foreach (var parameter in parameters)
        {
            var state = StateOf((Parameter)parameter, NewState);
            averages.Add(state["exp_avg"]);
            squares.Add(state["exp_avg_sq"]);
            steps.Add(state["step"]);
            if (_amsgrad)
                largest.Add(state["max_exp_avg_sq"]);
        }

        var (rate, beta1, beta2, decay) = (settings.LearningRate, settings.Beta1, settings.Beta2, settings.WeightDecay);
        Calls._foreach_add__Scalar(steps, 1);
        if (decay != 0)
        {
            if (Decoupled)
                Calls._foreach_mul__Scalar(parameters, 1 - (rate * decay));
            else
                gradients = [.. Calls._foreach_add_List(gradients, parameters, decay)];
        }

        Calls._foreach_mul__Scalar(averages, beta1);
        Calls._foreach_add__List(averages, gradients, 1 - beta1);
        Calls._foreach_mul__Scalar(squares, beta2);
        Calls._foreach_addcmul__Scalar(squares, gradients, gradients, 1 - beta2);
        if (_amsgrad)
            Calls._foreach_maximum__List(largest, squares);

        // One group may hold parameters of unequal age, when some had no gradient in earlier steps; each run of equal ages is one update.
        var roots = Calls._foreach_sqrt(_amsgrad ? largest : squares);
        var ages = steps.ConvertAll(step => step.ToDouble());
        for (var start = 0; start < ages.Count;)
        {
            var end = start + 1;
            while (end < ages.Count && ages[end] == ages[start])
                end++;
            var correction1 = 1 - Math.Pow(beta1, ages[start]);
            var correction2 = Math.Sqrt(1 - Math.Pow(beta2, ages[start]));
            var whole = start == 0 && end == ages.Count;
            IReadOnlyList<Tensor> denominators = whole ? roots : roots[start..end];
            Calls._foreach_div__Scalar(denominators, correction2);
            Calls._foreach_add__Scalar(denominators, settings.Epsilon);
            Calls._foreach_addcdiv__Scalar(whole ? parameters : parameters.GetRange(start, end - start),
                whole ? averages : averages.GetRange(start, end - start), denominators, -rate / correction1);
            start = end;
        }
    }

    private Dictionary<string, Tensor> NewState(Parameter parameter)
    {
        var state = new Dictionary<string, Tensor>
        {
            ["step"] = zeros([], dtype: ScalarType.Float32),
            ["exp_avg"] = zeros_like(parameter),
            ["exp_avg_sq"] = zeros_like(parameter),
        };
        if (_amsgrad)
            state["max_exp_avg_sq"] = zeros_like(parameter);
        return state;
    }

    /// <summary>Parameters with settings of their own; what is left out is the optimizer's.</summary>
    public class ParamGroup(IEnumerable<Parameter> parameters, double? lr = null, double? beta1 = null, double? beta2 = null, double? eps = null, double? weight_decay = null)
        : optim.ParamGroup(parameters, lr ?? double.NaN)
    {
        public double Beta1 { get; set; } = beta1 ?? double.NaN;

        public double Beta2 { get; set; } = beta2 ?? double.NaN;

        public double Epsilon { get; set; } = eps ?? double.NaN;

        public double WeightDecay { get; set; } = weight_decay ?? double.NaN;

        internal void Complete(double lr, double beta1, double beta2, double eps, double weight_decay)
        {
            LearningRate = InitialLearningRate = Or(LearningRate, lr);
            Beta1 = Or(Beta1, beta1);
            Beta2 = Or(Beta2, beta2);
            Epsilon = Or(Epsilon, eps);
            WeightDecay = Or(WeightDecay, weight_decay);
            Check(LearningRate >= 0, nameof(lr), LearningRate, "at least 0");
            Check(Beta1 is >= 0 and < 1, nameof(beta1), Beta1, "in [0, 1)");
            Check(Beta2 is >= 0 and < 1, nameof(beta2), Beta2, "in [0, 1)");
            Check(Epsilon >= 0, nameof(eps), Epsilon, "at least 0");
            Check(WeightDecay >= 0, nameof(weight_decay), WeightDecay, "at least 0");
        }

        private static double Or(double own, double shared) => double.IsNaN(own) ? shared : own;

        private static void Check(bool holds, string name, double value, string range)
        {
            if (!holds)
                throw new ArgumentOutOfRangeException(name, value, $"Adam: {name} has to be {range}.");
        }
    }
}
