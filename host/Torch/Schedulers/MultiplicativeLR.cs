// The rate before times a function of the step.
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>rate · f(step) at every step after the first.</summary>
                public class MultiplicativeLR : LRScheduler
                {
                    private readonly Func<int, double>[] _factors;

                    public MultiplicativeLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _factors = [.. Groups.Select(_ => lr_lambda)];
                        step();
                    }

                    /// <summary>A function for every group.</summary>
                    public MultiplicativeLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _factors = [.. lr_lambdas];
                        if (_factors.Length != Groups.Count)
                            throw new ArgumentException($"MultiplicativeLR: there are {Groups.Count} groups, but {_factors.Length} functions.", nameof(lr_lambdas));
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Rates.Select((rate, i) => _last_epoch > 0 ? rate * _factors[i](_last_epoch) : rate);
                }
            }
        }
    }
}
