// Steps that shrink with the sum of squared gradients.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Adagrad (Duchi, Hazan and Singer 2011): s ← s + g², p ← p − lr / (1 + (t−1)·lr_decay) · g / (√s + eps).
    /// Weight decay is added to the gradient.
    /// </summary>
    public class Adagrad : CountingOptimizer<Adagrad.Options>
    {
        public Adagrad(IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
            : this([new ParamGroup(parameters, (Options?)null)], lr, lr_decay, weight_decay, initial_accumulator_value, eps)
        {
        }

        public Adagrad(IEnumerable<ParamGroup<Options>> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
            : base(parameters, new Options { LearningRate = lr, lr_decay = lr_decay, weight_decay = weight_decay, initial_accumulator_value = initial_accumulator_value, eps = eps })
        {
        }

        private protected override void Update(Options options, long step, List<Parameter> parameters, List<Tensor> gradients)
        {
            var rate = options.LearningRate!.Value / (1 + (step - 1) * options.lr_decay!.Value);
            var sums = parameters.ConvertAll(parameter => Full(parameter, "sum", options.initial_accumulator_value!.Value));
            Calls._foreach_addcmul__Scalar(sums, gradients, gradients, 1);
            var denominators = Calls._foreach_sqrt(sums);
            Calls._foreach_add__Scalar(denominators, options.eps!.Value);
            Calls._foreach_addcdiv__Scalar(parameters, gradients, denominators, -rate);
        }

        /// <summary>Options of one group.</summary>
        public class Options : CountingOptions
        {
            public double? lr_decay { get; set; }

            public double? weight_decay { get; set; }

            public double? initial_accumulator_value { get; set; }

            public double? eps { get; set; }

            internal override double Decay => weight_decay!.Value;

            internal override void Fill(CountingOptions defaults)
            {
                var from = (Options)defaults;
                lr_decay ??= from.lr_decay;
                weight_decay ??= from.weight_decay;
                initial_accumulator_value ??= from.initial_accumulator_value;
                eps ??= from.eps;
            }

            internal override void Check(string optimizer)
            {
                Require(optimizer, "lr_decay", lr_decay, lr_decay >= 0, "at least 0");
                Require(optimizer, "weight_decay", weight_decay, weight_decay >= 0, "at least 0");
                Require(optimizer, "initial_accumulator_value", initial_accumulator_value, initial_accumulator_value >= 0, "at least 0");
                Require(optimizer, "eps", eps, eps >= 0, "at least 0");
            }
        }

        /// <summary>Parameters with options of their own.</summary>
        public class ParamGroup : ParamGroup<Options>
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options? options)
                : base(parameters, options)
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
                : base(parameters, new Options { LearningRate = lr, lr_decay = lr_decay, weight_decay = weight_decay, initial_accumulator_value = initial_accumulator_value, eps = eps })
            {
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
            public static Modules.Adagrad Adagrad(IEnumerable<Modules.Parameter> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters, lr, lr_decay, weight_decay, initial_accumulator_value, eps);

            public static Modules.Adagrad Adagrad(IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters.Select(entry => entry.parameter), lr, lr_decay, weight_decay, initial_accumulator_value, eps);

            public static Modules.Adagrad Adagrad(IEnumerable<Modules.ParamGroup<Modules.Adagrad.Options>> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters, lr, lr_decay, weight_decay, initial_accumulator_value, eps);
        }
    }
}
