// Schedulers one after the other.
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Uses the first scheduler before the first milestone, the second before the second, and so on; each begins at its own step 0.</summary>
                public class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;
                    private readonly int[] _milestones;

                    public SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1)
                        : base(optimizer, last_epoch + 1)
                    {
                        _schedulers = [.. schedulers];
                        _milestones = [.. milestones];
                        if (_schedulers.Any(scheduler => !ReferenceEquals(scheduler._optimizer, optimizer)))
                            throw new ArgumentException("SequentialLR: a scheduler is of another optimizer.", nameof(schedulers));
                        if (_milestones.Length != _schedulers.Length - 1)
                            throw new ArgumentException($"SequentialLR: {_schedulers.Length} schedulers need {_schedulers.Length - 1} milestones, got {_milestones.Length}.", nameof(milestones));
                        // Making the schedulers set rates; what counts is the first one's first step.
                        foreach (var group in Groups)
                            group.LearningRate = group.InitialLearningRate;
                        foreach (var scheduler in _schedulers)
                            scheduler._last_epoch--;
                        _schedulers[0].step();
                        Remember();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        var index = _milestones.Count(milestone => milestone <= _last_epoch);
                        if (index > 0 && _milestones[index - 1] == _last_epoch)
                            _schedulers[index].step(0);
                        else
                            _schedulers[index].step();
                        return Rates;
                    }
                }
            }
        }
    }
}
