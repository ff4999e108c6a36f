// The rate falls by a factor every step.
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>initial · gamma^step.</summary>
                public class ExponentialLR : LRScheduler
                {
                    private readonly double _gamma;

                    public ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _gamma = gamma;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Rates.Select(rate => _last_epoch > 0 ? rate * _gamma : rate);

                    protected override IEnumerable<double> get_closed_form_lr() => _base_lrs.Select(initial => initial * Math.Pow(_gamma, _last_epoch));
                }
            }
        }
    }
}
