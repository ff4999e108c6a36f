// Learning rate schedulers: the rate of every group as a function of the step, set by step().
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rates of an optimizer's groups. The rates for step 0 are set at once; each step() goes on by one.</summary>
            public abstract class LRScheduler
            {
                private readonly Optimizer _optimizer;
                private int _epoch = -1;

                protected LRScheduler(Optimizer optimizer, int last_epoch, bool verbose)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    _optimizer = optimizer;
                    _epoch = last_epoch;
                    Verbose = verbose;
                }

                protected bool Verbose { get; }

                protected IEnumerable<Modules.ParamGroup> Groups => _optimizer.ParamGroups;

                /// <summary>Steps made so far.</summary>
                public int last_epoch => _epoch;

                /// <summary>The groups' rates now.</summary>
                public IEnumerable<double> get_last_lr() => [.. Groups.Select(group => group.LearningRate)];

                /// <summary>The rate of a group at a step, from its initial rate.</summary>
                protected abstract double Rate(int group, double initial, int step);

                /// <summary>Goes to the next step, or to the given one.</summary>
                public virtual void step(int? epoch = null)
                {
                    _epoch = epoch ?? _epoch + 1;
                    var index = 0;
                    foreach (var group in Groups)
                    {
                        group.LearningRate = Rate(index, group.InitialLearningRate, _epoch);
                        if (Verbose)
                            Console.WriteLine($"Adjusting learning rate of group {index} to {group.LearningRate:g4}");
                        index++;
                    }
                }
            }

            private sealed class FunctionScheduler : LRScheduler
            {
                private readonly Func<int, double, int, double> _rate;

                internal FunctionScheduler(Optimizer optimizer, Func<int, double, int, double> rate, int last_epoch, bool verbose)
                    : base(optimizer, last_epoch, verbose)
                {
                    _rate = rate;
                    step();
                }

                protected override double Rate(int group, double initial, int step) => _rate(group, initial, step);
            }

            /// <summary>initial · f(step).</summary>
            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) =>
                new FunctionScheduler(optimizer, (_, initial, step) => initial * lr_lambda(step), last_epoch, verbose);

            public static LRScheduler LambdaLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false)
            {
                var functions = lr_lambdas.ToArray();
                return new FunctionScheduler(optimizer, (group, initial, step) => initial * functions[group](step), last_epoch, verbose);
            }

            /// <summary>initial · gamma^⌊step / step_size⌋.</summary>
            public static LRScheduler StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new FunctionScheduler(optimizer, (_, initial, step) => initial * Math.Pow(gamma, step / step_size), last_epoch, verbose);

            /// <summary>initial · gamma for every milestone passed.</summary>
            public static LRScheduler MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new FunctionScheduler(optimizer, (_, initial, step) => initial * Math.Pow(gamma, milestones.Count(milestone => milestone <= step)), last_epoch, verbose);

            /// <summary>initial · gamma^step.</summary>
            public static LRScheduler ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new FunctionScheduler(optimizer, (_, initial, step) => initial * Math.Pow(gamma, step), last_epoch, verbose);

            /// <summary>initial · factor before total_iters, then initial.</summary>
            public static LRScheduler ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false) =>
                new FunctionScheduler(optimizer, (_, initial, step) => step < total_iters ? initial * factor : initial, last_epoch, verbose);

            /// <summary>From start_factor to end_factor in a straight line over total_iters steps.</summary>
            public static LRScheduler LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5, int last_epoch = -1, bool verbose = false) =>
                new FunctionScheduler(optimizer, (_, initial, step) => initial * (start_factor + (end_factor - start_factor) * Math.Min(step, total_iters) / total_iters), last_epoch, verbose);

            /// <summary>initial · (1 − step / total_iters)^power.</summary>
            public static LRScheduler PolynomialLR(Optimizer optimizer, int total_iters = 5, double power = 1, int last_epoch = -1, bool verbose = false) =>
                new FunctionScheduler(optimizer, (_, initial, step) => initial * Math.Pow(1 - (double)Math.Min(step, total_iters) / total_iters, power), last_epoch, verbose);

            /// <summary>eta_min + (initial − eta_min) · (1 + cos(π · step / T_max)) / 2 (Loshchilov and Hutter 2016, without restarts).</summary>
            public static LRScheduler CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) =>
                new FunctionScheduler(optimizer, (_, initial, step) => eta_min + (initial - eta_min) * (1 + Math.Cos(Math.PI * step / T_max)) / 2, last_epoch, verbose);
        }
    }
}
