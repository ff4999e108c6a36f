// The initial rate times a function of the step.
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>initial · f(step).</summary>
                public class LambdaLR : LRScheduler
                {
                    private readonly Func<int, double>[] _factors;

                    public LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _factors = [.. Groups.Select(_ => lr_lambda)];
                        step();
                    }

                    /// <summary>A function for every group.</summary>
                    public LambdaLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _factors = [.. lr_lambdas];
                        if (_factors.Length != Groups.Count)
                            throw new ArgumentException($"LambdaLR: there are {Groups.Count} groups, but {_factors.Length} functions.", nameof(lr_lambdas));
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => _base_lrs.Select((initial, i) => initial * _factors[i](_last_epoch));
                }
            }
        }
    }
}
