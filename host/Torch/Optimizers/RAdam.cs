// Adam without adaptive steps as long as there is too little to measure them by.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// RAdam (Liu et al. 2019): Adam's m and v; with ρ∞ = 2/(1−β₂) − 1 and ρ = ρ∞ − 2tβ₂ᵗ/(1−β₂ᵗ), p ← p − lr·m̂ · r·√(1−β₂ᵗ) / (√v + eps)
    /// where ρ is above 5, r being √((ρ−4)(ρ−2)ρ∞ / ((ρ∞−4)(ρ∞−2)ρ)), and p ← p − lr·m̂ before. Weight decay is added to the gradient.
    /// </summary>
    public class RAdam : CountingOptimizer<RAdam.Options>, optim.IBetas
    {
        public RAdam(IEnumerable<Parameter> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
            : this([new ParamGroup(parameters, (Options?)null)], lr, beta1, beta2, eps, weight_decay)
        {
        }

        public RAdam(IEnumerable<ParamGroup<Options>> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
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
            double beta1 = options.beta1!.Value, beta2 = options.beta2!.Value;
            var averages = Zeros(parameters, "exp_avg");
            var squares = Zeros(parameters, "exp_avg_sq");
            Calls._foreach_mul__Scalar(averages, beta1);
            Calls._foreach_add__List(averages, gradients, 1 - beta1);
            Calls._foreach_mul__Scalar(squares, beta2);
            Calls._foreach_addcmul__Scalar(squares, gradients, gradients, 1 - beta2);
            var size = -options.LearningRate!.Value / (1 - Math.Pow(beta1, step));
            var correction = 1 - Math.Pow(beta2, step);
            var limit = 2 / (1 - beta2) - 1;
            var length = limit - 2 * step * Math.Pow(beta2, step) / correction;
            if (length <= 5)
            {
                Calls._foreach_add__List(parameters, averages, size);
                return;
            }
            var rectification = Math.Sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length));
            var denominators = Calls._foreach_sqrt(squares);
            Calls._foreach_add__Scalar(denominators, options.eps!.Value);
            Calls._foreach_addcdiv__Scalar(parameters, averages, denominators, size * rectification * Math.Sqrt(correction));
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
            public static Modules.RAdam RAdam(IEnumerable<Modules.Parameter> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay);

            public static Modules.RAdam RAdam(IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters.Select(entry => entry.parameter), lr, beta1, beta2, eps, weight_decay);

            public static Modules.RAdam RAdam(IEnumerable<Modules.ParamGroup<Modules.RAdam.Options>> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay);
        }
    }
}
