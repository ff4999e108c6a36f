// The contract of a callback.
namespace PluginHost;

/// <summary>Code called at points of a run, on the run's thread. What it keeps must go through <see cref="IStateful"/> when it implements that.</summary>
public abstract class Callback
{
    /// <summary>Before the first step, after a resume as well.</summary>
    public virtual void StageStarted(IStage stage)
    {
    }

    /// <summary>After each optimizer step.</summary>
    public virtual void StepDone(IStage stage, StepReport report)
    {
    }

    /// <summary>After each evaluation.</summary>
    public virtual void Evaluated(IStage stage, IReadOnlyDictionary<string, double> metrics)
    {
    }

    /// <summary>After the last step, before the stage's results are written.</summary>
    public virtual void StageEnded(IStage stage)
    {
    }
}
