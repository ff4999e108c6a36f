// Steps in the scale of earlier steps.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Adadelta (Zeiler 2012): s ← ρ·s + (1−ρ)·g², δ = √(a + eps) / √(s + eps) · g, a ← ρ·a + (1−ρ)·δ², p ← p − lr·δ.
    /// Weight decay is added to the gradient.
    /// </summary>
    public class Adadelta : CountingOptimizer<Adadelta.Options>
    {
        public Adadelta(IEnumerable<Parameter> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
            : this([new ParamGroup(parameters, (Options?)null)], lr, rho, eps, weight_decay, maximize)
        {
        }

        public Adadelta(IEnumerable<ParamGroup<Options>> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, rho = rho, eps = eps, weight_decay = weight_decay, maximize = maximize })
        {
        }

        private protected override void Update(Options options, long step, List<Parameter> parameters, List<Tensor> gradients)
        {
            double rho = options.rho!.Value, eps = options.eps!.Value;
            var squares = Zeros(parameters, "square_avg");
            var deltas = Zeros(parameters, "acc_delta");
            Calls._foreach_mul__Scalar(squares, rho);
            Calls._foreach_addcmul__Scalar(squares, gradients, gradients, 1 - rho);
            var roots = Calls._foreach_add_Scalar(squares, eps);
            Calls._foreach_sqrt_(roots);
            var changes = Calls._foreach_add_Scalar(deltas, eps);
            Calls._foreach_sqrt_(changes);
            Calls._foreach_div__List(changes, roots);
            Calls._foreach_mul__List(changes, gradients);
            Calls._foreach_mul__Scalar(deltas, rho);
            Calls._foreach_addcmul__Scalar(deltas, changes, changes, 1 - rho);
            Calls._foreach_add__List(parameters, changes, -options.LearningRate!.Value);
        }

        /// <summary>Options of one group.</summary>
        public class Options : CountingOptions
        {
            public double? rho { get; set; }

            public double? eps { get; set; }

            public double? weight_decay { get; set; }

            public bool? maximize { get; set; }

            internal override bool Maximizes => maximize == true;

            internal override double Decay => weight_decay!.Value;

            internal override void Fill(CountingOptions defaults)
            {
                var from = (Options)defaults;
                rho ??= from.rho;
                eps ??= from.eps;
                weight_decay ??= from.weight_decay;
                maximize ??= from.maximize;
            }

            internal override void Check(string optimizer)
            {
                Require(optimizer, "rho", rho, rho is >= 0 and <= 1, "between 0 and 1");
                Require(optimizer, "eps", eps, eps >= 0, "at least 0");
                Require(optimizer, "weight_decay", weight_decay, weight_decay >= 0, "at least 0");
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

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, rho = rho, eps = eps, weight_decay = weight_decay, maximize = maximize })
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
            public static Modules.Adadelta Adadelta(IEnumerable<Modules.Parameter> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false) =>
                new(parameters, lr, rho, eps, weight_decay, maximize);

            public static Modules.Adadelta Adadelta(IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false) =>
                new(parameters.Select(entry => entry.parameter), lr, rho, eps, weight_decay, maximize);

            public static Modules.Adadelta Adadelta(IEnumerable<Modules.ParamGroup<Modules.Adadelta.Options>> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false) =>
                new(parameters, lr, rho, eps, weight_decay, maximize);
        }
    }
}
