// Schedulers that act together.
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Steps all its schedulers, each from the rates that the one before left.</summary>
                public class ChainedLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;

                    public ChainedLR(IEnumerable<LRScheduler> schedulers)
                        : this([.. schedulers])
                    {
                    }

                    private ChainedLR(LRScheduler[] schedulers)
                        : base(schedulers.Length > 0 ? schedulers[0]._optimizer : throw new ArgumentException("ChainedLR: there is no scheduler.", nameof(schedulers)))
                    {
                        if (schedulers.Any(scheduler => !ReferenceEquals(scheduler._optimizer, _optimizer)))
                            throw new ArgumentException("ChainedLR: a scheduler is of another optimizer.", nameof(schedulers));
                        _schedulers = schedulers;
                        Remember();
                    }

                    public override void step()
                    {
                        foreach (var scheduler in _schedulers)
                            scheduler.step();
                        Remember();
                    }

                    public override void step(int? epoch) => step();
                }
            }
        }
    }
}
