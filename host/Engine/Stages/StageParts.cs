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

    /// <summary>What is trained.</summary>
    public required Trainee Trainee { get; set; }

    public Model Model => Trainee.Model;

    public Objective Objective => Trainee.Objective;

    /// <summary>Builds what is trained once more, for a replica.</summary>
    public required Func<Trainee> Twin { get; set; }

    public Tokenizer? Tokenizer { get; set; }

    /// <summary>The data, from the dataset to batches.</summary>
    public required StageData Data { get; set; }

    public BatchSource Train => Data.Train;

    public BatchSource? Validation => Data.Validation;

    /// <summary>The validation split as a dataset, for evaluators.</summary>
    public Dataset? ValidationData => Data.ValidationSplit;

    public required IReadOnlyList<Metric> Metrics { get; set; }

    public required IReadOnlyList<Evaluator> Evaluators { get; set; }

    public required IReadOnlyList<Callback> Callbacks { get; set; }

    /// <summary>What the training split is, for the record.</summary>
    public string DataFingerprint => Data.TrainingSplit.Fingerprint;

    /// <summary>The trained parameters by their names in the checkpoint.</summary>
    public required IReadOnlyList<KeyValuePair<string, TorchSharp.Modules.Parameter>> Trained { get; set; }

    /// <summary>The update rule and its schedule; null in a stage that only evaluates.</summary>
    public LearningRate? Optimization { get; set; }

    /// <summary>Every component of the stage by a name that stays the same over a resume and a reload; null where the plan has none of that kind.</summary>
    public IEnumerable<(string Name, object? Component)> Components =>
    [
        ("tokenizer", Tokenizer), ("dataset", Data.TrainingSplit), ("validation", Data.ValidationSplit), .. Named("transform", Data.Transforms), .. Trainee.Components,
        ("optimizer", Optimization?.Optimizer), ("schedule", Optimization?.Schedule), ("learning-rate", Optimization),
        .. Named("evaluator", Evaluators), .. Named("callback", Callbacks),
    ];

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

    /// <summary>Does work that may draw random numbers and move running statistics, and puts both back.</summary>
    public T Untouched<T>(Func<T> work)
    {
        using var generators = new KeptGenerators(Device);
        var buffers = Buffers.Select(buffer => (buffer, buffer.clone())).ToList();
        try
        {
            return work();
        }
        finally
        {
            using (torch.no_grad())
                foreach (var (buffer, before) in buffers) buffer.copy_(before);
            generators.Restore();
        }
    }

    public void Dispose()
    {
        Optimization?.Optimizer.Dispose();
        Trainee.Dispose();
    }

    /// <summary>The same parts in an object of their own, some of which can then be exchanged.</summary>
    public StageParts Copy() => (StageParts)MemberwiseClone();

    /// <summary>Takes every part of another; whoever holds this object goes on with those.</summary>
    public void Become(StageParts other)
    {
        (Trainee, Twin, Tokenizer, Data, Trained, Optimization) = (other.Trainee, other.Twin, other.Tokenizer, other.Data, other.Trained, other.Optimization);
        (Metrics, Evaluators, Callbacks) = (other.Metrics, other.Evaluators, other.Callbacks);
    }

    private static IEnumerable<(string, object?)> Named(string kind, IEnumerable<object> parts) => parts.Select((part, index) => ($"{kind}/{index}", (object?)part));

    /// <summary>Tied parameters count once.</summary>
    private static IEnumerable<TorchSharp.Modules.Parameter> Distinct(IEnumerable<TorchSharp.Modules.Parameter> parameters) =>
        parameters.Distinct(ReferenceEqualityComparer.Instance).Cast<TorchSharp.Modules.Parameter>();
}
