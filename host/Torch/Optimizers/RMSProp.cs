// Gradients in the scale of their recent size.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// RMSprop (Hinton 2012): s ← α·s + (1−α)·g², p ← p − lr·g / (√s + eps); centered takes the variance s − (running mean)² for s
    /// (Graves 2013); with momentum b ← momentum·b + g / (√s + eps), p ← p − lr·b. Weight decay is added to the gradient.
    /// </summary>
    public class RMSProp : CountingOptimizer<RMSProp.Options>, optim.IMomentum
    {
        public RMSProp(IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
            : this([new ParamGroup(parameters, (Options?)null)], lr, alpha, eps, weight_decay, momentum, centered, maximize)
        {
        }

        public RMSProp(IEnumerable<ParamGroup<Options>> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, alpha = alpha, eps = eps, weight_decay = weight_decay, momentum = momentum, centered = centered, maximize = maximize })
        {
        }

        public double Momentum
        {
            get => ((Options)Defaults).momentum!.Value;
            set => ((Options)Defaults).momentum = value;
        }

        private protected override void Update(Options options, long step, List<Parameter> parameters, List<Tensor> gradients)
        {
            double alpha = options.alpha!.Value, rate = options.LearningRate!.Value;
            var squares = Zeros(parameters, "square_avg");
            Calls._foreach_mul__Scalar(squares, alpha);
            Calls._foreach_addcmul__Scalar(squares, gradients, gradients, 1 - alpha);
            IReadOnlyList<Tensor> denominators;
            if (options.centered == true)
            {
                var means = Zeros(parameters, "grad_avg");
                Calls._foreach_mul__Scalar(means, alpha);
                Calls._foreach_add__List(means, gradients, 1 - alpha);
                denominators = Calls._foreach_sub_List(squares, Calls._foreach_mul_List(means, means), 1);
                Calls._foreach_sqrt_(denominators);
            }
            else
                denominators = Calls._foreach_sqrt(squares);
            Calls._foreach_add__Scalar(denominators, options.eps!.Value);
            if (options.momentum == 0)
            {
                Calls._foreach_addcdiv__Scalar(parameters, gradients, denominators, -rate);
                return;
            }
            var buffers = Zeros(parameters, "momentum_buffer");
            Calls._foreach_mul__Scalar(buffers, options.momentum!.Value);
            Calls._foreach_addcdiv__Scalar(buffers, gradients, denominators, 1);
            Calls._foreach_add__List(parameters, buffers, -rate);
        }

        /// <summary>Options of one group.</summary>
        public class Options : CountingOptions
        {
            public double? alpha { get; set; }

            public double? eps { get; set; }

            public double? weight_decay { get; set; }

            public double? momentum { get; set; }

            public bool? centered { get; set; }

            public bool? maximize { get; set; }

            internal override bool Maximizes => maximize == true;

            internal override double Decay => weight_decay!.Value;

            internal override void Fill(CountingOptions defaults)
            {
                var from = (Options)defaults;
                alpha ??= from.alpha;
                eps ??= from.eps;
                weight_decay ??= from.weight_decay;
                momentum ??= from.momentum;
                centered ??= from.centered;
                maximize ??= from.maximize;
            }

            internal override void Check(string optimizer)
            {
                Require(optimizer, "alpha", alpha, alpha >= 0, "at least 0");
                Require(optimizer, "eps", eps, eps >= 0, "at least 0");
                Require(optimizer, "weight_decay", weight_decay, weight_decay >= 0, "at least 0");
                Require(optimizer, "momentum", momentum, momentum >= 0, "at least 0");
            }
        }

        /// <summary>Parameters with options of their own.</summary>
        public class ParamGroup : ParamGroup<Options>, optim.IMomentum
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options? options)
                : base(parameters, options)
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double eps = 1e-8, double alpha = 0.99, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, alpha = alpha, eps = eps, weight_decay = weight_decay, momentum = momentum, centered = centered, maximize = maximize })
            {
            }

            public double Momentum
            {
                get => Options!.momentum!.Value;
                set => Options!.momentum = value;
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
            public static Modules.RMSProp RMSProp(IEnumerable<Modules.Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static Modules.RMSProp RMSProp(IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters.Select(entry => entry.parameter), lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static Modules.RMSProp RMSProp(IEnumerable<Modules.ParamGroup<Modules.RMSProp.Options>> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);
        }
    }
}
