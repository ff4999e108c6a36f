// The rate goes up and down between two bounds.
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
                /// base + (max − base) · height · scale (Smith 2015): the height goes from 0 to 1 over step_size_up steps and back over step_size_down;
                /// the scale is 1, halves every cycle, or is gamma^cycle. Momentum goes the other way.
                /// </summary>
                public class CyclicLR : LRScheduler
                {
                    public enum Mode
                    {
                        Triangular,
                        Triangular2,
                        ExpRange,
                    }

                    public enum ScaleMode
                    {
                        Cycle,
                        Iterations,
                    }

                    private readonly double[] _max;
                    private readonly double[]? _momentumBase;
                    private readonly double[]? _momentumMax;
                    private readonly double _total;
                    private readonly double _up;
                    private readonly Func<double, double> _scale;
                    private readonly bool _byCycle;

                    public CyclicLR(Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1, Mode mode = Mode.Triangular, double gamma = 1.0, Func<double, double>? scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true, double base_momentum = 0.8, double max_momentum = 0.9, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, Same(optimizer, base_lr), Same(optimizer, max_lr), step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum, Same(optimizer, base_momentum), Same(optimizer, max_momentum), last_epoch, verbose)
                    {
                    }

                    /// <summary>Bounds for every group.</summary>
                    public CyclicLR(Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000, int step_size_down = -1, Mode mode = Mode.Triangular, double gamma = 1.0, Func<double, double>? scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        var count = Groups.Count;
                        _base_lrs = Modules.Momentum.Each(nameof(CyclicLR), base_lr, 0, count);
                        _max = Modules.Momentum.Each(nameof(CyclicLR), max_lr, 0, count);
                        _total = step_size_up + (step_size_down == -1 ? step_size_up : step_size_down);
                        _up = step_size_up / _total;
                        _scale = scale_fn ?? mode switch
                        {
                            Mode.Triangular2 => cycle => Math.Pow(2, 1 - cycle),
                            Mode.ExpRange => step => Math.Pow(gamma, step),
                            _ => _ => 1,
                        };
                        _byCycle = scale_fn is null ? mode != Mode.ExpRange : scale_mode == ScaleMode.Cycle;
                        if (cycle_momentum)
                        {
                            Modules.Momentum.Require(nameof(CyclicLR), Groups);
                            _momentumBase = Modules.Momentum.Each(nameof(CyclicLR), base_momentum, 0.8, count);
                            _momentumMax = Modules.Momentum.Each(nameof(CyclicLR), max_momentum, 0.9, count);
                        }
                        step();
                    }

                    private static IEnumerable<double> Same(Optimizer optimizer, double value)
                    {
                        ArgumentNullException.ThrowIfNull(optimizer);
                        return optimizer.ParamGroups.Select(_ => value);
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        var cycle = Math.Floor(1 + _last_epoch / _total);
                        var at = 1 + _last_epoch / _total - cycle;
                        var height = at <= _up ? at / _up : (at - 1) / (_up - 1);
                        var scaled = height * _scale(_byCycle ? cycle : _last_epoch);
                        if (_momentumMax is not null)
                            foreach (var (index, group) in Groups.Index())
                                Modules.Momentum.Set(group, _momentumMax[index] - (_momentumMax[index] - _momentumBase![index]) * scaled);
                        return _base_lrs.Select((low, i) => low + (_max[i] - low) * scaled);
                    }
                }
            }
        }
    }
}
