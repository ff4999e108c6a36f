// The rate falls by a factor every few steps.
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>initial · gamma^⌊step / step_size⌋.</summary>
                public class StepLR : LRScheduler
                {
                    private readonly int _step_size;
                    private readonly double _gamma;

                    public StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        ArgumentOutOfRangeException.ThrowIfLessThan(step_size, 1);
                        _step_size = step_size;
                        _gamma = gamma;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Rates.Select(rate => _last_epoch > 0 && _last_epoch % _step_size == 0 ? rate * _gamma : rate);

                    protected override IEnumerable<double> get_closed_form_lr() => _base_lrs.Select(initial => initial * Math.Pow(_gamma, _last_epoch / _step_size));
                }
            }
        }
    }
}
