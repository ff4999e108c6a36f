// The rate falls along half a cosine.
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>eta_min + (initial − eta_min) · (1 + cos(π · step / T_max)) / 2 (Loshchilov and Hutter 2016, without restarts).</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double _T_max;
                    private readonly double _eta_min;

                    public CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _T_max = T_max;
                        _eta_min = eta_min;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Rates.Select((rate, i) => Next(rate, _base_lrs[i]));

                    protected override IEnumerable<double> get_closed_form_lr() => _base_lrs.Select(initial => _eta_min + (initial - _eta_min) * Height(_last_epoch) / 2);

                    private double Height(double step) => 1 + Math.Cos(Math.PI * step / _T_max);

                    private double Next(double rate, double initial)
                    {
                        if (_last_epoch == 0)
                            return rate;
                        // At the bottom the rate before says nothing about the height of the next one.
                        if ((_last_epoch - 1 - _T_max) % (2 * _T_max) == 0)
                            return rate + (initial - _eta_min) * (1 - Math.Cos(Math.PI / _T_max)) / 2;
                        return Height(_last_epoch) / Height(_last_epoch - 1) * (rate - _eta_min) + _eta_min;
                    }
                }
            }
        }
    }
}
