// Gradient descent that averages what it passes through.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Averaged stochastic gradient descent (Polyak and Juditsky 1992): p ← p·(1 − lambd·η) − η·g, ax ← ax + μ·(p − ax), then
    /// η = lr / (1 + lambd·lr·t)^alpha and μ = 1 / max(1, t − t0). The average "ax" is in the state. Weight decay is added to the gradient.
    /// </summary>
    public class ASGD : CountingOptimizer<ASGD.Options>
    {
        public ASGD(IEnumerable<Parameter> parameters, double lr = 1e-3, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false)
            : this([new ParamGroup(parameters, (Options?)null)], lr, lambd, alpha, t0, weight_decay, maximize)
        {
        }

        public ASGD(IEnumerable<ParamGroup<Options>> parameters, double lr = 1e-3, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, lambd = lambd, alpha = alpha, t0 = t0, weight_decay = weight_decay, maximize = maximize })
        {
        }

        private protected override void Update(Options options, long step, List<Parameter> parameters, List<Tensor> gradients)
        {
            double rate = options.LearningRate!.Value, lambd = options.lambd!.Value;
            foreach (var same in Enumerable.Range(0, parameters.Count).GroupBy(i => (Eta: Number(parameters[i], "eta", rate), Mu: Number(parameters[i], "mu", 1))))
            {
                var changed = same.Select(i => parameters[i]).ToList();
                var averages = Zeros(changed, "ax");
                Calls._foreach_mul__Scalar(changed, 1 - lambd * same.Key.Eta);
                Calls._foreach_add__List(changed, [.. same.Select(i => gradients[i])], -same.Key.Eta);
                // ax + μ·(p − ax); with a μ of 1 it is the parameter itself.
                Calls._foreach_mul__Scalar(averages, 1 - same.Key.Mu);
                Calls._foreach_add__List(averages, changed, same.Key.Mu);
                foreach (var parameter in changed)
                {
                    SetNumber(parameter, "eta", rate / Math.Pow(1 + lambd * rate * step, options.alpha!.Value));
                    SetNumber(parameter, "mu", 1 / Math.Max(1, step - options.t0!.Value));
                }
            }
        }

        /// <summary>Options of one group.</summary>
        public class Options : CountingOptions
        {
            public double? lambd { get; set; }

            public double? alpha { get; set; }

            public double? t0 { get; set; }

            public double? weight_decay { get; set; }

            public bool? maximize { get; set; }

            internal override bool Maximizes => maximize == true;

            internal override double Decay => weight_decay!.Value;

            internal override void Fill(CountingOptions defaults)
            {
                var from = (Options)defaults;
                lambd ??= from.lambd;
                alpha ??= from.alpha;
                t0 ??= from.t0;
                weight_decay ??= from.weight_decay;
                maximize ??= from.maximize;
            }

            internal override void Check(string optimizer)
            {
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

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, lambd = lambd, alpha = alpha, t0 = t0, weight_decay = weight_decay, maximize = maximize })
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
            public static Modules.ASGD ASGD(IEnumerable<Modules.Parameter> parameters, double lr = 1e-3, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false) =>
                new(parameters, lr, lambd, alpha, t0, weight_decay, maximize);

            public static Modules.ASGD ASGD(IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 1e-3, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false) =>
                new(parameters.Select(entry => entry.parameter), lr, lambd, alpha, t0, weight_decay, maximize);

            public static Modules.ASGD ASGD(IEnumerable<Modules.ParamGroup<Modules.ASGD.Options>> parameters, double lr = 1e-3, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false) =>
                new(parameters, lr, lambd, alpha, t0, weight_decay, maximize);
        }
    }
}
