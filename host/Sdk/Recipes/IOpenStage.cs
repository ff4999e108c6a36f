// A stage whose loop is the recipe's own.
namespace PluginHost;

/// <summary>A stage whose loop is the recipe's own: the engine builds it, makes batches and steps, checkpoints and results.</summary>
public interface IOpenStage : IAsyncDisposable
{
    /// <summary>The model, for what the verbs do not cover. Only valid until the stage is finished.</summary>
    Model Model { get; }

    /// <summary>Steps done; a resumed stage starts above 0.</summary>
    long Step { get; }

    /// <summary>How the stage uses the cores: <c>2 threads</c>, <c>2 replicas</c>.</summary>
    string Parallelism { get; }

    /// <summary>Steps that the plan asks for.</summary>
    long TotalSteps { get; }

    /// <summary>The rest of the plan's batches, on the device, in the plan's order; ends after the last step.</summary>
    IEnumerable<Batch> Batches();

    /// <summary>One optimizer step over a batch: forward, loss, backward, clip, update.</summary>
    StepReport Take(Batch batch);

    /// <summary>Evaluates on the validation split.</summary>
    IReadOnlyDictionary<string, double> Evaluate();

    /// <summary>Ends the stage and writes its results.</summary>
    Task<StageResult> Finish();
}
