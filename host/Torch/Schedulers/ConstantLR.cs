// A smaller rate for the first steps.
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>initial · factor before total_iters, then initial.</summary>
                public class ConstantLR : LRScheduler
                {
                    private readonly double _factor;
                    private readonly int _total_iters;

                    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _factor = factor;
                        _total_iters = total_iters;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Rates.Select(rate => _last_epoch == 0 ? rate * _factor : _last_epoch == _total_iters ? rate / _factor : rate);

                    protected override IEnumerable<double> get_closed_form_lr() => _base_lrs.Select(initial => _last_epoch < _total_iters ? initial * _factor : initial);
                }
            }
        }
    }
}
