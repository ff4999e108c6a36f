// Adam with the largest gradient in the place of the squares.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Adamax (Kingma and Ba 2014, section 7.1): m ← β₁m + (1−β₁)g, u ← max(β₂u, |g| + eps), p ← p − lr / (1−β₁ᵗ) · m / u.
    /// Weight decay is added to the gradient.
    /// </summary>
    public class Adamax : CountingOptimizer<Adamax.Options>, optim.IBetas
    {
        public Adamax(IEnumerable<Parameter> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
            : this([new ParamGroup(parameters, (Options?)null)], lr, beta1, beta2, eps, weight_decay)
        {
        }

        public Adamax(IEnumerable<ParamGroup<Options>> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
            : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay })
        {
        }

        public (double, double) Betas
        {
            get => (((Options)Defaults).beta1!.Value, ((Options)Defaults).beta2!.Value);
            set => (((Options)Defaults).beta1, ((Options)Defaults).beta2) = value;
        }

        private protected override void Update(Options options, long step, List<Parameter> parameters, List<Tensor> gradients)
        {
            var averages = Zeros(parameters, "exp_avg");
            var largest = Zeros(parameters, "exp_inf");
            Calls._foreach_mul__Scalar(averages, options.beta1!.Value);
            Calls._foreach_add__List(averages, gradients, 1 - options.beta1!.Value);
            var sizes = Calls._foreach_abs(gradients);
            Calls._foreach_add__Scalar(sizes, options.eps!.Value);
            Calls._foreach_mul__Scalar(largest, options.beta2!.Value);
            Calls._foreach_maximum__List(largest, sizes);
            Calls._foreach_addcdiv__Scalar(parameters, averages, largest, -options.LearningRate!.Value / (1 - Math.Pow(options.beta1!.Value, step)));
        }

        /// <summary>Options of one group.</summary>
        public class Options : BetaOptions;

        /// <summary>Parameters with options of their own.</summary>
        public class ParamGroup : ParamGroup<Options>, optim.IBetas
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options? options)
                : base(parameters, options)
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
                : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay })
            {
            }

            public (double, double) Betas
            {
                get => (Options!.beta1!.Value, Options!.beta2!.Value);
                set => (Options!.beta1, Options!.beta2) = value;
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Modules.Adamax Adamax(IEnumerable<Modules.Parameter> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay);

            public static Modules.Adamax Adamax(IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters.Select(entry => entry.parameter), lr, beta1, beta2, eps, weight_decay);

            public static Modules.Adamax Adamax(IEnumerable<Modules.ParamGroup<Modules.Adamax.Options>> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay);
        }
    }
}
