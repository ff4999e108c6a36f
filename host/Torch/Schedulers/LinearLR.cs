// The rate goes from one share to another in a straight line.
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>initial · a factor that goes from start_factor to end_factor over total_iters steps.</summary>
                public class LinearLR : LRScheduler
                {
                    private readonly double _start_factor;
                    private readonly double _end_factor;
                    private readonly int _total_iters;

                    public LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _start_factor = start_factor;
                        _end_factor = end_factor;
                        _total_iters = total_iters;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Rates.Select(rate => _last_epoch == 0 ? rate * _start_factor : _last_epoch > _total_iters ? rate : rate * Factor(_last_epoch) / Factor(_last_epoch - 1));

                    protected override IEnumerable<double> get_closed_form_lr() => _base_lrs.Select(initial => initial * Factor(_last_epoch));

                    private double Factor(int step) => _start_factor + (_end_factor - _start_factor) * Math.Min(step, _total_iters) / _total_iters;
                }
            }
        }
    }
}
