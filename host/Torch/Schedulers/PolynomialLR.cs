// The rate falls to nothing along a power.
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>initial · (1 − step / total_iters)^power.</summary>
                public class PolynomialLR : LRScheduler
                {
                    private readonly int _total_iters;
                    private readonly double _power;

                    public PolynomialLR(Optimizer optimizer, int total_iters = 5, double power = 1.0, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _total_iters = total_iters;
                        _power = power;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Rates.Select(rate => _last_epoch == 0 || _last_epoch > _total_iters ? rate : rate * Factor(_last_epoch) / Factor(_last_epoch - 1));

                    protected override IEnumerable<double> get_closed_form_lr() => _base_lrs.Select(initial => initial * Factor(_last_epoch));

                    private double Factor(int step) => Math.Pow(1 - (double)Math.Min(step, _total_iters) / _total_iters, _power);
                }
            }
        }
    }
}
