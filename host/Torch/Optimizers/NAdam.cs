// Adam with Nesterov's momentum.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// NAdam (Dozat 2016): Adam's m and v with the momentum schedule μₜ = β₁·(1 − 0.96^(t·momentum_decay) / 2);
    /// p ← p − lr·((1−μₜ)·g / (1−∏μ) + μₜ₊₁·m / (1−μₜ₊₁·∏μ)) / (√v̂ + eps). Weight decay is added to the gradient.
    /// </summary>
    public class NAdam : CountingOptimizer<NAdam.Options>, optim.IBetas
    {
        public NAdam(IEnumerable<Parameter> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3)
            : this([new ParamGroup(parameters, (Options?)null)], lr, beta1, beta2, eps, weight_decay, momentum_decay)
        {
        }

        public NAdam(IEnumerable<ParamGroup<Options>> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3)
            : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, momentum_decay = momentum_decay })
        {
        }

        public (double, double) Betas
        {
            get => (((Options)Defaults).beta1!.Value, ((Options)Defaults).beta2!.Value);
            set => (((Options)Defaults).beta1, ((Options)Defaults).beta2) = value;
        }

        private protected override void Update(Options options, long step, List<Parameter> parameters, List<Tensor> gradients)
        {
            // The product differs between parameters of the same step only where beta1 was changed in between.
            foreach (var same in Enumerable.Range(0, parameters.Count).GroupBy(i => Number(parameters[i], "mu_product", 1)))
                Update(options, step, same.Key, [.. same.Select(i => parameters[i])], [.. same.Select(i => gradients[i])]);
        }

        private void Update(Options options, long step, double product, List<Parameter> parameters, List<Tensor> gradients)
        {
            double beta1 = options.beta1!.Value, beta2 = options.beta2!.Value, rate = options.LearningRate!.Value;
            var now = beta1 * (1 - 0.5 * Math.Pow(0.96, step * options.momentum_decay!.Value));
            var next = beta1 * (1 - 0.5 * Math.Pow(0.96, (step + 1) * options.momentum_decay!.Value));
            product *= now;
            parameters.ForEach(parameter => SetNumber(parameter, "mu_product", product));
            var averages = Zeros(parameters, "exp_avg");
            var squares = Zeros(parameters, "exp_avg_sq");
            Calls._foreach_mul__Scalar(averages, beta1);
            Calls._foreach_add__List(averages, gradients, 1 - beta1);
            Calls._foreach_mul__Scalar(squares, beta2);
            Calls._foreach_addcmul__Scalar(squares, gradients, gradients, 1 - beta2);
            var denominators = Calls._foreach_div_Scalar(squares, 1 - Math.Pow(beta2, step));
            Calls._foreach_sqrt_(denominators);
            Calls._foreach_add__Scalar(denominators, options.eps!.Value);
            Calls._foreach_addcdiv__Scalar(parameters, gradients, denominators, -rate * (1 - now) / (1 - product));
            Calls._foreach_addcdiv__Scalar(parameters, averages, denominators, -rate * next / (1 - product * next));
        }

        /// <summary>Options of one group.</summary>
        public class Options : BetaOptions
        {
            public double? momentum_decay { get; set; }

            internal override void Fill(CountingOptions defaults)
            {
                base.Fill(defaults);
                var from = (Options)defaults;
                momentum_decay ??= from.momentum_decay;
            }

            internal override void Check(string optimizer)
            {
                base.Check(optimizer);
                Require(optimizer, "momentum_decay", momentum_decay, momentum_decay >= 0, "at least 0");
            }
        }

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

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3)
                : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, momentum_decay = momentum_decay })
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
            public static Modules.NAdam NAdam(IEnumerable<Modules.Parameter> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, momentum_decay);

            public static Modules.NAdam NAdam(IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3) =>
                new(parameters.Select(entry => entry.parameter), lr, beta1, beta2, eps, weight_decay, momentum_decay);

            public static Modules.NAdam NAdam(IEnumerable<Modules.ParamGroup<Modules.NAdam.Options>> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, momentum_decay);
        }
    }
}
