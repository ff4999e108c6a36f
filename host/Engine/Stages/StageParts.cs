// Everything that a stage consists of, built and on its device.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>Everything that a stage consists of, built and on its device.</summary>
internal sealed class StageParts : IDisposable
{
    /// <summary>The plan; what of it can be changed while the stage trains is changed here.</summary>
    public required StagePlan Plan { get; set; }

    /// <summary>The note of what is at work.</summary>
    public required WorkMark Mark { get; init; }

    public required torch.Device Device { get; init; }

    /// <summary>The processes that train it together.</summary>
    public required Ranks Ranks { get; init; }

    /// <summary>Which rank keeps which optimizer state; null where each keeps all.</summary>
    public OptimizerShard? Shard { get; init; }

    public required Model Model { get; init; }

    public required Objective Objective { get; init; }

    /// <summary>Builds model and objective once more, for a replica.</summary>
    public required Func<(Model Model, Objective Objective)> Twin { get; init; }

    public Tokenizer? Tokenizer { get; init; }

    public required BatchSource Train { get; init; }

    public BatchSource? Validation { get; init; }

    /// <summary>The validation split as a dataset, for evaluators.</summary>
    public Dataset? ValidationData { get; init; }

    public required IReadOnlyList<Metric> Metrics { get; init; }

    public required IReadOnlyList<Evaluator> Evaluators { get; init; }

    public required IReadOnlyList<Callback> Callbacks { get; init; }

    /// <summary>What the training split is, for the record.</summary>
    public required string DataFingerprint { get; init; }

    /// <summary>The trained parameters by their names in the checkpoint; fixed once the stage is built.</summary>
    public required IReadOnlyList<KeyValuePair<string, TorchSharp.Modules.Parameter>> Trained { get; init; }

    /// <summary>The update rule and its schedule; null in a stage that only evaluates.</summary>
    public LearningRate? Optimization { get; init; }

    /// <summary>Every component of the stage by a name that stays the same over a resume; null where the plan has none of that kind.</summary>
    public required IReadOnlyList<(string Name, object? Component)> Components { get; init; }

    /// <summary>The optimizer's state of a parameter by slot; with a shard it is gathered from all ranks, which all have to ask.</summary>
    public Func<TorchSharp.Modules.Parameter, IReadOnlyDictionary<string, torch.Tensor>> OptimizerState()
    {
        if (Shard is null) return Optimization!.Optimizer.State;
        var all = Shard.Gather(Optimization!.Optimizer);
        return parameter => all[parameter];
    }

    /// <summary>What of model and objective is no parameter and changes all the same: running statistics.</summary>
    public IEnumerable<torch.Tensor> Buffers => Model.buffers().Concat(Objective.buffers());

    /// <summary>Every tensor of model and objective, each once.</summary>
    public IEnumerable<torch.Tensor> Tensors =>
        Model.parameters().Concat(Objective.parameters()).Cast<torch.Tensor>().Concat(Buffers).Distinct(ReferenceEqualityComparer.Instance).Cast<torch.Tensor>();

    public long TrainableParameters => Trained.Sum(pair => pair.Value.numel());

    public long TotalParameters => Distinct(Model.parameters().Concat(Objective.parameters())).Sum(parameter => parameter.numel());

    public void Dispose()
    {
        Optimization?.Optimizer.Dispose();
        Objective.Dispose();
        Model.Dispose();
    }

    /// <summary>Tied parameters count once.</summary>
    private static IEnumerable<TorchSharp.Modules.Parameter> Distinct(IEnumerable<TorchSharp.Modules.Parameter> parameters) =>
        parameters.Distinct(ReferenceEqualityComparer.Instance).Cast<TorchSharp.Modules.Parameter>();
}
