// The base of learning rate schedulers.
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>
            /// Sets the learning rates of an optimizer's groups. A scheduler sets those of step 0 when it is made; each step() goes on by one. Rates
            /// follow from the ones before, so that several schedulers can act on one optimizer; a step to a given epoch takes the closed form.
            /// </summary>
            public abstract class LRScheduler
            {
                internal readonly Optimizer _optimizer;
                internal int _last_epoch;
                protected internal IList<double> _base_lrs;
                private IList<double> _last;
                private readonly bool _verbose;

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    _optimizer = optimizer;
                    _last_epoch = last_epoch;
                    _verbose = verbose;
                    _base_lrs = [.. Groups.Select(group => group.InitialLearningRate)];
                    _last = [.. Groups.Select(group => group.LearningRate)];
                }

                internal IReadOnlyList<Modules.ParamGroup> Groups => [.. _optimizer.ParamGroups];

                /// <summary>The groups' rates now.</summary>
                protected IEnumerable<double> Rates => _optimizer.ParamGroups.Select(group => group.LearningRate);

                /// <summary>Steps made so far.</summary>
                public int last_epoch => _last_epoch;

                /// <summary>The rates that the last step set.</summary>
                public IEnumerable<double> get_last_lr() => [.. _last];

                /// <summary>The rates of the step that <see cref="last_epoch"/> says, from the rates of the one before. Called once a step.</summary>
                protected virtual IEnumerable<double> get_lr() => Rates;

                /// <summary>The same from the initial rates.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                /// <summary>Goes to the next step.</summary>
                public virtual void step() => step(null);

                /// <summary>Goes to the next step, or to the given one.</summary>
                public virtual void step(int? epoch)
                {
                    _last_epoch = epoch ?? _last_epoch + 1;
                    double[] rates = [.. epoch is null ? get_lr() : get_closed_form_lr()];
                    foreach (var (index, group) in _optimizer.ParamGroups.Index())
                    {
                        if (_verbose && group.LearningRate != rates[index])
                            Console.WriteLine($"Adjusting learning rate of group {index} to {rates[index]:g4}");
                        group.LearningRate = rates[index];
                    }
                    _last = rates;
                }

                /// <summary>Goes to the next step by what was measured, which only some schedulers look at.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                private protected void Remember() => _last = [.. Rates];
            }
        }
    }
}
