// Steps of a size of their own for every element, which only gradients' signs change.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Rprop (Riedmiller and Braun 1993): an element's step grows by etaplus where its gradient keeps its sign and shrinks by etaminus where it
    /// turns, within min_step and max_step; p ← p − sign(g)·step, except where the sign turned, which stays for this once.
    /// </summary>
    public class Rprop : CountingOptimizer<Rprop.Options>
    {
        public Rprop(IEnumerable<Parameter> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
            : this([new ParamGroup(parameters, (Options?)null)], lr, etaminus, etaplus, min_step, max_step, maximize)
        {
        }

        public Rprop(IEnumerable<ParamGroup<Options>> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, etaminus = etaminus, etaplus = etaplus, min_step = min_step, max_step = max_step, maximize = maximize })
        {
        }

        private protected override void Update(Options options, long step, List<Parameter> parameters, List<Tensor> gradients)
        {
            for (var i = 0; i < parameters.Count; i++)
            {
                var before = Zeros(parameters[i], "prev");
                var sizes = Full(parameters[i], "step_size", options.LearningRate!.Value);
                var agreement = gradients[i] * before;
                var turned = agreement.lt(0);
                var factor = ones_like(sizes).masked_fill_(agreement.gt(0), options.etaplus!.Value).masked_fill_(turned, options.etaminus!.Value);
                sizes.mul_(factor).clamp_(options.min_step!.Value, options.max_step!.Value);
                before.copy_(gradients[i].masked_fill(turned, 0));
                parameters[i].addcmul_(before.sign(), sizes, -1);
            }
        }

        /// <summary>Options of one group.</summary>
        public class Options : CountingOptions
        {
            public double? etaminus { get; set; }

            public double? etaplus { get; set; }

            public double? min_step { get; set; }

            public double? max_step { get; set; }

            public bool? maximize { get; set; }

            internal override bool Maximizes => maximize == true;

            internal override void Fill(CountingOptions defaults)
            {
                var from = (Options)defaults;
                etaminus ??= from.etaminus;
                etaplus ??= from.etaplus;
                min_step ??= from.min_step;
                max_step ??= from.max_step;
                maximize ??= from.maximize;
            }

            internal override void Check(string optimizer)
            {
                Require(optimizer, "etaminus", etaminus, etaminus is > 0 and < 1, "above 0 and below 1");
                Require(optimizer, "etaplus", etaplus, etaplus > 1, "above 1");
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

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, etaminus = etaminus, etaplus = etaplus, min_step = min_step, max_step = max_step, maximize = maximize })
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
            public static Modules.Rprop Rprop(IEnumerable<Modules.Parameter> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false) =>
                new(parameters, lr, etaminus, etaplus, min_step, max_step, maximize);

            public static Modules.Rprop Rprop(IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false) =>
                new(parameters.Select(entry => entry.parameter), lr, etaminus, etaplus, min_step, max_step, maximize);

            public static Modules.Rprop Rprop(IEnumerable<Modules.ParamGroup<Modules.Rprop.Options>> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false) =>
                new(parameters, lr, etaminus, etaplus, min_step, max_step, maximize);
        }
    }
}
