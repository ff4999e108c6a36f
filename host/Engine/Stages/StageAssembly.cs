// Builds a stage out of its plan.
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost.Engine;

/// <summary>Builds a stage out of its plan: data first, because its faults are the commonest, then the model, then what trains it.</summary>
/// <param name="components">Makes components.</param>
/// <param name="baseDirectory">Where relative paths start.</param>
/// <param name="warn">Takes sentences for whoever watches.</param>
/// <param name="ranks">The processes that train together.</param>
internal sealed class StageAssembly(ComponentFactory components, string baseDirectory, Action<string> warn, Ranks ranks)
{
    private readonly ModelAssembly _models = new(components, baseDirectory, warn);

    /// <summary>The note of what is at work; one of its own only where it is given none, since a note holds memory that is not the collector's.</summary>
    public WorkMark Mark { get => field ??= new WorkMark(); init; }

    /// <summary>Builds the stage.</summary>
    public StageParts Build(StagePlan plan)
    {
        var tokenizer = Tokenizer(plan);
        var data = Data(plan, tokenizer);
        var device = DeviceChoice.Choose(plan.Device, ranks);
        var trainee = Trainee(plan, tokenizer, device);
        var metrics = plan.Metrics.Select(metric => Metric(plan, metric)).ToList();
        var evaluators = plan.Evaluators.Select(evaluator => components.Make<Evaluator>(evaluator, trainee.Context)).ToList();
        var callbacks = plan.Callbacks.Select(callback => Callback(plan, callback)).ToList();
        var trained = Trained(trainee);
        if (plan.Mode != StageMode.Evaluate && trained.Count == 0)
            throw new RecipeException($"The stage \"{plan.Name}\" has nothing to train: every parameter is frozen.");
        var shard = plan.ShardOptimizer && plan.Mode != StageMode.Evaluate && !ranks.IsAlone ? new OptimizerShard(ranks, trained) : null;
        return new StageParts
        {
            Plan = plan,
            Mark = Mark,
            Device = device,
            Ranks = ranks,
            Shard = shard,
            Trainee = trainee,
            Twin = Twin(plan, tokenizer, device),
            Tokenizer = tokenizer,
            Data = data,
            Metrics = metrics,
            Evaluators = evaluators,
            Callbacks = callbacks,
            Trained = trained,
            Optimization = plan.Optimizer is null || plan.Mode == StageMode.Evaluate ? null : Optimization(plan, trainee.Model, trained, shard),
        };
    }

    /// <summary>A metric of the plan.</summary>
    public Metric Metric(StagePlan plan, Component metric) => components.Make<Metric>(metric, Context(plan, "metric"));

    /// <summary>An evaluator of the plan.</summary>
    public Evaluator Evaluator(Component evaluator, ObjectiveContext context) => components.Make<Evaluator>(evaluator, context);

    /// <summary>A callback of the plan.</summary>
    public Callback Callback(StagePlan plan, Component callback) => components.Make<Callback>(callback, Context(plan, "callback/" + callback.Name));

    /// <summary>The plan's loss.</summary>
    public Loss Loss(StagePlan plan) => components.Make<Loss>(plan.Loss!, Context(plan, "loss"));

    /// <summary>The plan's schedule; null for a constant rate.</summary>
    public Schedule? Schedule(StagePlan plan) => plan.Schedule is null ? null : components.Make<Schedule>(plan.Schedule, Context(plan, "schedule"));

    /// <summary>Builds what is trained once more, for a replica. What there is to say was said of the first.</summary>
    public Func<Trainee> Twin(StagePlan plan, Tokenizer? tokenizer, torch.Device device)
    {
        var quiet = new StageAssembly(components, baseDirectory, _ => { }, ranks) { Mark = Mark };
        return () => quiet.Trainee(plan, tokenizer, device);
    }

    /// <summary>What is trained: the model with its head, weights and adapters, and the objective with its loss, on the stage's device.</summary>
    public Trainee Trainee(StagePlan plan, Tokenizer? tokenizer, torch.Device device)
    {
        var trainee = Trainee(plan, tokenizer, weights: true);
        trainee.Model.to(device);
        trainee.Objective.to(device);
        return trainee;
    }

    /// <summary>What is trained, still on the CPU.</summary>
    /// <param name="plan">The stage.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="weights">Whether the weights of the plan's files are read; not where others take their place.</param>
    public Trainee Trainee(StagePlan plan, Tokenizer? tokenizer, bool weights)
    {
        torch.manual_seed(Seeds.Derive(plan.Seed, "model"));
        var model = _models.Backbone(plan, tokenizer);
        var loss = plan.Loss is null ? null : new MarkedLoss(Loss(plan), Mark);
        Component? required = null;
        Trainee? trainee = null;
        var context = new ObjectiveContext
        {
            Model = model,
            Loss = loss,
            Tokenizer = tokenizer,
            Reference = Once(() => Reference(plan, tokenizer, trainee!, required)),
            Seed = Seeds.Derive(plan.Seed, "objective"),
            BaseDirectory = baseDirectory,
            Warn = warn,
        };
        torch.manual_seed(context.Seed);
        var objective = components.Make<Objective>(plan.Objective, context);
        trainee = new Trainee(model, objective, context, loss);
        torch.manual_seed(Seeds.Derive(plan.Seed, "head"));
        required = objective.RequiredHead;
        _models.AttachHead(model, plan, required);
        if (weights) _models.LoadWeights(model, plan);
        _models.AttachAdapters(model, plan);
        return trainee;
    }

    /// <summary>The tokenizer that a plan names, or the one of the folder that its model is in; null when there is neither.</summary>
    public Tokenizer? Tokenizer(StagePlan plan)
    {
        if (plan.Tokenizer is not null) return components.Make<Tokenizer>(plan.Tokenizer, Context(plan, "tokenizer"));
        if (plan.ModelPath is null || !File.Exists(Path.Join(plan.ModelPath, "tokenizer_config.json"))) return null;
        var config = JsonFiles.Read(Path.Join(plan.ModelPath, "tokenizer_config.json"));
        var name = config["tokenizer_class"]?.GetValue<string>();
        var entry = components.Catalog.Entries.FirstOrDefault(candidate => candidate.Kind == Kind.Tokenizer && candidate.Format == name);
        if (entry is null)
        {
            warn($"{plan.ModelPath} has a tokenizer of the class {name}, which no plugin reads; the stage goes on without one.");
            return null;
        }

        var registration = components.Catalog.Get(Kind.Tokenizer, entry.Name);
        config["directory"] = Path.GetFullPath(plan.ModelPath);
        var options = registration.ReadConfig?.Invoke(config) ?? OptionTree.Thaw(registration.Options, [], Component.TitleOf(Kind.Tokenizer, entry.Name));
        return components.Make<Tokenizer>(registration, options, Context(plan, "tokenizer"));
    }

    /// <summary>The model of a plan with its head and adapters, for use without training.</summary>
    public Model Model(StagePlan plan, Tokenizer? tokenizer)
    {
        var model = _models.Backbone(plan, tokenizer);
        _models.AttachHead(model, plan, null);
        _models.LoadWeights(model, plan);
        _models.AttachAdapters(model, plan);
        return model;
    }

    /// <summary>The plan's data.</summary>
    public StageData Data(StagePlan plan, Tokenizer? tokenizer) => Data(plan, tokenizer,
        Splits(plan, tokenizer),
        [.. plan.Transforms.Select((_, index) => Transform(plan, tokenizer, index))]);

    /// <summary>The plan's dataset.</summary>
    public DatasetSplits Splits(StagePlan plan, Tokenizer? tokenizer) => components.Make<DatasetSplits>(plan.Data, DataContext(plan, tokenizer, "dataset"));

    /// <summary>A transform of the plan.</summary>
    public Transform Transform(StagePlan plan, Tokenizer? tokenizer, int index) => components.Make<Transform>(plan.Transforms[index], DataContext(plan, tokenizer, $"transform/{index}"));

    /// <summary>The plan's data, of splits and transforms that are there.</summary>
    public StageData Data(StagePlan plan, Tokenizer? tokenizer, DatasetSplits splits, IReadOnlyList<Transform> transforms)
    {
        var train = transforms.Aggregate(splits.Train, (dataset, transform) => transform.Apply(dataset));
        var validation = splits.Validation is null ? null : transforms.Aggregate(splits.Validation, (dataset, transform) => transform.Apply(dataset));
        if (train.Count == 0) throw new RecipeException($"The dataset \"{plan.Data.Name}\" of the stage \"{plan.Name}\" has no rows to train on.");
        if (validation is { Count: 0 }) validation = null;
        if (validation is null && (plan.Metrics.Count > 0 || plan.Mode == StageMode.Evaluate || plan.EvaluateFirst || plan.EvaluateEvery is not null))
            throw new RecipeException($"The stage \"{plan.Name}\" asks for an evaluation, and the dataset \"{plan.Data.Name}\" has no validation split.");
        var (seed, padId) = (Seeds.Derive(plan.Seed, "data"), tokenizer?.SpecialIds.GetValueOrDefault("pad") ?? 0);
        BatchCheck.Check(plan, ranks, new BatchSource(train, transforms, seed, padId, training: false));
        return new StageData(splits, transforms, train, validation, new BatchSource(train, transforms, seed, padId, training: true),
            validation is null ? null : new BatchSource(validation, transforms, seed, padId, training: false));
    }

    private DataContext DataContext(StagePlan plan, Tokenizer? tokenizer, string part) =>
        new() { Tokenizer = tokenizer, Seed = Seeds.Derive(plan.Seed, part), BaseDirectory = baseDirectory, Warn = warn };

    /// <summary>What changes the weights.</summary>
    public LearningRate Optimization(StagePlan plan, Model model, IReadOnlyList<KeyValuePair<string, Parameter>> trained, OptimizerShard? shard)
    {
        var special = model.Adapters.SelectMany(adapter => adapter.Groups).ToList();
        var claimed = special.SelectMany(group => group.Parameters).Select(pair => pair.Value).ToHashSet<object>(ReferenceEqualityComparer.Instance);
        var rest = trained.Where(pair => !claimed.Contains(pair.Value)).ToList();
        var context = new OptimizerContext
        {
            Groups = [.. special.Prepend(new ParameterGroup(rest)).Select(group => shard is null ? group : group with { Parameters = [.. group.Parameters.Where(pair => shard.Owns(pair.Value))] })],
            Seed = Seeds.Derive(plan.Seed, "optimizer"),
            BaseDirectory = baseDirectory,
            Warn = warn,
        };
        var schedule = Schedule(plan);
        return new LearningRate(components.Make<torch.optim.Optimizer>(plan.Optimizer!, context), schedule);
    }

    /// <summary>
    /// The base with its adapters off, where these changed nothing when they were fresh; else the model built once more from the plan. It
    /// is never copied from the model in training, which after a resume is not what the stage began with.
    /// </summary>
    private IReferenceModel Reference(StagePlan plan, Tokenizer? tokenizer, Trainee trainee, Component? head)
    {
        var model = trainee.Model;
        const AdapterTraits needed = AdapterTraits.FreezesBase | AdapterTraits.FreshIsIdentity;
        if (plan.Adapters.Count > 0 && plan.Adapters.All(adapter => adapter.Fresh is not null)
            && model.Adapters.All(adapter => (adapter.Traits & needed) == needed) && model.Head is null or { IsTied: true })
            return new ReferenceModel(model, model.Adapters);
        var device = model.parameters().First().device;
        var generator = torch.get_rng_state();
        try
        {
            torch.manual_seed(Seeds.Derive(plan.Seed, "model"));
            var copy = _models.Backbone(plan, tokenizer);
            torch.manual_seed(Seeds.Derive(plan.Seed, "head"));
            _models.AttachHead(copy, plan, head);
            _models.LoadWeights(copy, plan);
            _models.AttachAdapters(copy, plan);
            copy.requires_grad_(false);
            copy.to(device);
            trainee.ReferenceCopy = copy;
            return new ReferenceModel(copy, []);
        }
        finally
        {
            torch.set_rng_state(generator);
        }
    }

    /// <summary>The parameters that are trained, by their names in checkpoints.</summary>
    public static List<KeyValuePair<string, Parameter>> Trained(Trainee trainee)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        return [.. trainee.Model.named_parameters().Select(pair => KeyValuePair.Create("model." + pair.name, pair.parameter))
            .Concat(trainee.Objective.named_parameters().Select(pair => KeyValuePair.Create("objective." + pair.name, pair.parameter)))
            .Where(pair => pair.Value.requires_grad && seen.Add(pair.Value))];
    }

    private BuildContext Context(StagePlan plan, string part) =>
        new() { Seed = Seeds.Derive(plan.Seed, part), BaseDirectory = baseDirectory, Warn = warn };

    private static Func<T> Once<T>(Func<T> make)
    {
        var made = new Lazy<T>(make, LazyThreadSafetyMode.None);
        return () => made.Value;
    }
}
