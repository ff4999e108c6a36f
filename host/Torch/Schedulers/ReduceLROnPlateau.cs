// The rate falls when a measure no longer gets better.
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>rate ← max(rate · factor, min_lr) once the measure given to step(value) was not better for more than patience steps.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool _less;
                    private readonly bool _relative;
                    private readonly double _factor;
                    private readonly int _patience;
                    private readonly double _threshold;
                    private readonly int _cooldown;
                    private readonly double[] _least;
                    private readonly double _eps;
                    private readonly bool _tell;
                    private double _best;
                    private int _bad;
                    private int _cooling;

                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="mode">"min" when less is better, or "max".</param>
                    /// <param name="factor">What the rate is multiplied by.</param>
                    /// <param name="patience">Steps without improvement that are borne.</param>
                    /// <param name="threshold">How much better is better.</param>
                    /// <param name="threshold_mode">"rel": the threshold is a share of the best; "abs": a difference.</param>
                    /// <param name="cooldown">Steps after a reduction that are not looked at.</param>
                    /// <param name="min_lr">The least rate, for all groups or for each.</param>
                    /// <param name="eps">A smaller change is not made.</param>
                    /// <param name="verbose">Whether a reduction is printed.</param>
                    public ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false)
                        : base(optimizer, -1, verbose)
                    {
                        if (factor >= 1)
                            throw new ArgumentException($"ReduceLROnPlateau: factor must be below 1, got {factor}.", nameof(factor));
                        if (mode is not ("min" or "max"))
                            throw new ArgumentException($"ReduceLROnPlateau: mode is 'min' or 'max', got '{mode}'.", nameof(mode));
                        if (threshold_mode is not ("rel" or "abs"))
                            throw new ArgumentException($"ReduceLROnPlateau: threshold_mode is 'rel' or 'abs', got '{threshold_mode}'.", nameof(threshold_mode));
                        _less = mode == "min";
                        _relative = threshold_mode == "rel";
                        (_factor, _patience, _threshold, _cooldown, _eps, _tell) = (factor, patience, threshold, cooldown, eps, verbose);
                        _least = Modules.Momentum.Each("ReduceLROnPlateau", min_lr is { Count: > 1 } ? min_lr : null, min_lr is { Count: 1 } ? min_lr[0] : 0, Groups.Count);
                        _best = _less ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    public override void step(double current, int? epoch = null)
                    {
                        _last_epoch = epoch ?? _last_epoch + 1;
                        if (Better(current))
                            (_best, _bad) = (current, 0);
                        else
                            _bad++;
                        if (_cooling > 0)
                            (_cooling, _bad) = (_cooling - 1, 0);
                        if (_bad > _patience)
                        {
                            Reduce();
                            (_cooling, _bad) = (_cooldown, 0);
                        }
                        Remember();
                    }

                    public override void step() => throw new InvalidOperationException("ReduceLROnPlateau needs what was measured: call step(value).");

                    public override void step(int? epoch) => step();

                    private bool Better(double value) => (_less, _relative) switch
                    {
                        (true, true) => value < _best * (1 - _threshold),
                        (true, false) => value < _best - _threshold,
                        (false, true) => value > _best * (1 + _threshold),
                        _ => value > _best + _threshold,
                    };

                    private void Reduce()
                    {
                        foreach (var (index, group) in Groups.Index())
                        {
                            var reduced = Math.Max(group.LearningRate * _factor, _least[index]);
                            if (group.LearningRate - reduced <= _eps)
                                continue;
                            group.LearningRate = reduced;
                            if (_tell)
                                Console.WriteLine($"Epoch {_last_epoch}: reducing learning rate of group {index} to {reduced:g4}.");
                        }
                    }
                }
            }
        }
    }
}
