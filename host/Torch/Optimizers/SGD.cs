// Stochastic gradient descent with momentum.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>b ← momentum·b + (1−dampening)·g, p ← p − lr·b, or with Nesterov p ← p − lr·(g + momentum·b). Decay is added to the gradient.</summary>
    public class SGD : optim.Optimizer, optim.IMomentum
    {
        public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : this([new ParamGroup(parameters)], lr, momentum, dampening, weight_decay, nesterov, maximize)
        {
        }

        public SGD(IEnumerable<ParamGroup<Options>> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize })
        {
        }

        public double Momentum
        {
            get => ((Options)Defaults).momentum!.Value;
            set => ((Options)Defaults).momentum = value;
        }

        protected override OptimizerOptions WithDefaults(OptimizerOptions? options)
        {
            var defaults = (Options)Defaults;
            var own = options as Options ?? new Options { LearningRate = options?.LearningRate };
            own.LearningRate ??= defaults.LearningRate;
            own.momentum ??= defaults.momentum;
            own.dampening ??= defaults.dampening;
            own.weight_decay ??= defaults.weight_decay;
            own.nesterov ??= defaults.nesterov;
            own.maximize ??= defaults.maximize;
            if (own.LearningRate < 0 || own.momentum < 0 || own.weight_decay < 0)
                throw new ArgumentOutOfRangeException(nameof(options), $"SGD: learning rate, momentum and weight decay must be at least 0, got {own.LearningRate}, {own.momentum} and {own.weight_decay}.");
            if (own.nesterov == true && (own.momentum == 0 || own.dampening != 0))
                throw new ArgumentException("SGD: Nesterov needs a momentum above 0 and no dampening.", nameof(options));
            return own;
        }

        protected override void Step(Modules.ParamGroup group, List<Parameter> parameters, List<Tensor> gradients)
        {
            var options = (Options)group.Options!;
            double momentum = options.momentum!.Value, decay = options.weight_decay!.Value, rate = options.LearningRate!.Value;
            if (options.maximize == true)
                gradients = gradients.ConvertAll(gradient => -gradient);
            if (decay != 0)
                gradients = [.. Calls._foreach_add_List(gradients, parameters, decay)];
            if (momentum != 0)
            {
                var buffers = new List<Tensor>(parameters.Count);
                var begun = new List<int>();
                for (var i = 0; i < parameters.Count; i++)
                {
                    var state = StateOf(parameters[i]);
                    if (!state.TryGetValue("momentum_buffer", out var buffer))
                    {
                        // The first step takes the gradient whole, without dampening.
                        state["momentum_buffer"] = buffer = gradients[i].detach().clone().DetachFromDisposeScope();
                    }
                    else
                        begun.Add(i);
                    buffers.Add(buffer);
                }
                if (begun.Count > 0)
                {
                    var going = begun.ConvertAll(i => buffers[i]);
                    Calls._foreach_mul__Scalar(going, momentum);
                    Calls._foreach_add__List(going, begun.ConvertAll(i => gradients[i]), 1 - options.dampening!.Value);
                }
                gradients = options.nesterov == true ? [.. Calls._foreach_add_List(gradients, buffers, momentum)] : buffers;
            }
            Calls._foreach_add__List(parameters, gradients, -rate);
        }

        /// <summary>Options of one group.</summary>
        public class Options : OptimizerOptions
        {
            public double? momentum { get; set; }

            public double? dampening { get; set; }

            public double? weight_decay { get; set; }

            public bool? nesterov { get; set; }

            public bool? maximize { get; set; }
        }

        /// <summary>Parameters with options of their own.</summary>
        public class ParamGroup : ParamGroup<Options>, optim.IMomentum
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options? options = null)
                : base(parameters, options)
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize })
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
            public static Modules.SGD SGD(IEnumerable<Modules.Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static Modules.SGD SGD(IEnumerable<(string name, Modules.Parameter parameter)> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters.Select(entry => entry.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static Modules.SGD SGD(IEnumerable<Modules.ParamGroup<Modules.SGD.Options>> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}
