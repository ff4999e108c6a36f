// One rise and one fall of the rate over the whole training.
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>
                /// From max_lr / div_factor up to max_lr over the first pct_start of the steps, then down to initial / final_div_factor (Smith and Topin 2017);
                /// with three_phase down to the initial rate as long as up, and then on. Momentum goes the other way.
                /// </summary>
                public class OneCycleLR : LRScheduler
                {
                    public enum AnnealStrategy
                    {
                        Cos,
                        Linear,
                    }

                    private readonly (double End, double[] FromRate, double[] ToRate, double[] FromMomentum, double[] ToMomentum)[] _phases;
                    private readonly int _steps;
                    private readonly bool _cosine;
                    private readonly bool _cycleMomentum;

                    public OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, Same(optimizer, max_lr), total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, Same(optimizer, base_momentum), Same(optimizer, max_momentum), div_factor, final_div_factor, three_phase, last_epoch, verbose)
                    {
                    }

                    /// <summary>Bounds for every group.</summary>
                    public OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        if (pct_start is < 0 or > 1)
                            throw new ArgumentException($"OneCycleLR: pct_start is a share between 0 and 1, got {pct_start}.", nameof(pct_start));
                        _steps = total_steps != -1 ? total_steps : epochs * steps_per_epoch;
                        if (_steps <= 0 || (total_steps == -1 && epochs <= 0))
                            throw new ArgumentException($"OneCycleLR: give total_steps, or epochs and steps_per_epoch; got {total_steps}, {epochs} and {steps_per_epoch}.", nameof(total_steps));
                        var count = Groups.Count;
                        _cosine = anneal_strategy == AnnealStrategy.Cos;
                        _cycleMomentum = cycle_momentum;
                        if (cycle_momentum)
                            Modules.Momentum.Require(nameof(OneCycleLR), Groups);
                        var top = Modules.Momentum.Each(nameof(OneCycleLR), max_lr, 0, count);
                        double[] first = [.. top.Select(rate => rate / div_factor)];
                        double[] last = [.. first.Select(rate => rate / final_div_factor)];
                        var low = Modules.Momentum.Each(nameof(OneCycleLR), base_momentum, 0.85, count);
                        var high = Modules.Momentum.Each(nameof(OneCycleLR), max_momentum, 0.95, count);
                        var peak = pct_start * _steps - 1;
                        _phases = three_phase
                            ? [(peak, first, top, high, low), (2 * pct_start * _steps - 2, top, first, low, high), (_steps - 1, first, last, high, high)]
                            : [(peak, first, top, high, low), (_steps - 1, top, last, low, high)];
                        step();
                    }

                    private static IEnumerable<double> Same(Optimizer optimizer, double value)
                    {
                        ArgumentNullException.ThrowIfNull(optimizer);
                        return optimizer.ParamGroups.Select(_ => value);
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch > _steps)
                            throw new InvalidOperationException($"OneCycleLR was made for {_steps} steps, and this is step {_last_epoch + 1}.");
                        var index = Array.FindIndex(_phases, phase => _last_epoch <= phase.End);
                        if (index < 0)
                            index = _phases.Length - 1;
                        var phase = _phases[index];
                        var start = index == 0 ? 0 : _phases[index - 1].End;
                        var share = (_last_epoch - start) / (phase.End - start);
                        if (_cycleMomentum)
                            foreach (var (i, group) in Groups.Index())
                                Modules.Momentum.Set(group, Between(phase.FromMomentum[i], phase.ToMomentum[i], share));
                        return Groups.Select((_, i) => Between(phase.FromRate[i], phase.ToRate[i], share));
                    }

                    private double Between(double from, double to, double share) => _cosine ? to + (from - to) / 2 * (Math.Cos(Math.PI * share) + 1) : from + (to - from) * share;
                }
            }
        }
    }
}
