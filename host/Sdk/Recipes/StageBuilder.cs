// The verbs of a stage, as a recipe writes them.
namespace PluginHost;

/// <summary>
/// Composes one stage. Each verb returns the builder; nothing happens until <see cref="Run"/>. Plugins add verbs of their own as extension
/// methods over these.
/// </summary>
public sealed class StageBuilder
{
    private readonly IRecipeHost _host;
    private readonly string _name;
    private readonly StageMode _mode;
    private readonly List<AdapterPlan> _adapters = [];
    private readonly List<Component> _transforms = [];
    private readonly List<Component> _metrics = [];
    private readonly List<Component> _evaluators = [];
    private readonly List<Component> _callbacks = [];
    private Component? _model, _tokenizer, _head, _data, _objective, _loss, _optimizer, _schedule;
    private string? _modelPath;
    private StagePlan _numbers;

    internal StageBuilder(IRecipeHost host, string name, StageMode mode)
    {
        (_host, _name, _mode) = (host, name, mode);
        // The two required members below are replaced in ToPlan; the record carries the numbers until then.
        _numbers = new StagePlan { Name = name, Mode = mode, Data = Component.Of(Kind.Dataset, ""), Objective = Component.Of(Kind.Objective, "") };
    }

    /// <summary>A fresh model of an architecture.</summary>
    public StageBuilder Model(string architecture, object? options = null) => Set(() => (_model, _modelPath) = (Component.Of(Kind.Model, architecture, options), null));

    /// <summary>A model from files, as <c>From("models/gpt2")</c> or an earlier stage's result.</summary>
    public StageBuilder Model(ModelReference model) => Set(() => (_model, _modelPath) = (null, model.Directory));

    /// <summary>The tokenizer; without this verb it is the one in the model's folder.</summary>
    public StageBuilder Tokenizer(string name, object? options = null) => Set(() => _tokenizer = Component.Of(Kind.Tokenizer, name, options));

    /// <summary>The head on the backbone; without this verb it is what the objective requires.</summary>
    public StageBuilder Head(string name, object? options = null) => Set(() => _head = Component.Of(Kind.Head, name, options));

    /// <summary>A fresh adapter.</summary>
    /// <param name="method">The method's registered name.</param>
    /// <param name="options">Its options.</param>
    /// <param name="name">The adapter's name on the model.</param>
    public StageBuilder Adapt(string method, object? options = null, string name = "default") =>
        Set(() => _adapters.Add(new AdapterPlan(name, Component.Of(Kind.Adapter, method, options), null)));

    /// <summary>An adapter from files in PEFT's layout.</summary>
    public StageBuilder Adapt(AdapterReference adapter, string name = "default") => Set(() => _adapters.Add(new AdapterPlan(name, null, adapter.Directory)));

    /// <summary>The dataset.</summary>
    public StageBuilder Data(string name, object? options = null) => Set(() => _data = Component.Of(Kind.Dataset, name, options));

    /// <summary>A step on the data's way into a batch; several act in the order in which they are named.</summary>
    public StageBuilder Transform(string name, object? options = null) => Set(() => _transforms.Add(Component.Of(Kind.Transform, name, options)));

    /// <summary>The objective.</summary>
    public StageBuilder Objective(string name, object? options = null) => Set(() => _objective = Component.Of(Kind.Objective, name, options));

    /// <summary>The loss.</summary>
    public StageBuilder Loss(string name, object? options = null) => Set(() => _loss = Component.Of(Kind.Loss, name, options));

    /// <summary>The optimizer.</summary>
    public StageBuilder Optimizer(string name, object? options = null) => Set(() => _optimizer = Component.Of(Kind.Optimizer, name, options));

    /// <summary>The learning-rate schedule; without this verb the rate is constant.</summary>
    public StageBuilder Schedule(string name, object? options = null) => Set(() => _schedule = Component.Of(Kind.Schedule, name, options));

    /// <summary>Metrics by name, each with its default options.</summary>
    public StageBuilder Measure(params string[] metrics) => Set(() => _metrics.AddRange(metrics.Select(metric => Component.Of(Kind.Metric, metric))));

    /// <summary>A metric with options.</summary>
    public StageBuilder Measure(string metric, object options) => Set(() => _metrics.Add(Component.Of(Kind.Metric, metric, options)));

    /// <summary>An evaluator.</summary>
    public StageBuilder Evaluator(string name, object? options = null) => Set(() => _evaluators.Add(Component.Of(Kind.Evaluator, name, options)));

    /// <summary>A callback.</summary>
    public StageBuilder Callback(string name, object? options = null) => Set(() => _callbacks.Add(Component.Of(Kind.Callback, name, options)));

    /// <summary>Rows in a step, over all ranks together: <paramref name="rows"/> in each of <paramref name="accumulate"/> micro-batches.</summary>
    public StageBuilder Batch(int rows, int accumulate = 1) => Set(() => _numbers = _numbers with { Batch = rows, Accumulate = accumulate });

    /// <summary>
    /// In a run of several ranks, each keeps the optimizer's state for its share of the parameters only (ZeRO stage 1): less memory a rank, one
    /// more exchange a step. Changes nothing in a run of one.
    /// </summary>
    public StageBuilder Shard() => Set(() => _numbers = _numbers with { ShardOptimizer = true });

    /// <summary>How many optimizer steps to make.</summary>
    public StageBuilder Steps(long steps) => Set(() => _numbers = _numbers with { Steps = steps });

    /// <summary>How many passes over the training split to make.</summary>
    public StageBuilder Epochs(double epochs) => Set(() => _numbers = _numbers with { Epochs = epochs });

    /// <summary>Clips the gradient's 2-norm.</summary>
    public StageBuilder Clip(double norm) => Set(() => _numbers = _numbers with { ClipNorm = norm });

    /// <summary><c>float32</c>, <c>bfloat16</c> or <c>float16</c>.</summary>
    public StageBuilder Precision(string precision) => Set(() => _numbers = _numbers with { Precision = precision });

    /// <summary>Evaluates while training.</summary>
    /// <param name="steps">After every so many steps.</param>
    /// <param name="batches">On at most so many batches; null for the whole split.</param>
    public StageBuilder EvaluateEvery(long steps, int? batches = null) => Set(() => _numbers = _numbers with { EvaluateEvery = steps, EvaluateBatches = batches });

    /// <summary>Evaluates before the first step as well, which gives <see cref="StageResult.Before"/>.</summary>
    public StageBuilder EvaluateFirst() => Set(() => _numbers = _numbers with { EvaluateFirst = true });

    /// <summary>Checkpoints while training.</summary>
    public StageBuilder SaveEvery(long steps) => Set(() => _numbers = _numbers with { SaveEvery = steps });

    /// <summary>Which checkpoints stay: the newest, and those of every so many steps or the best by a metric as well.</summary>
    /// <param name="last">How many of the newest; at least 1.</param>
    /// <param name="every">Those whose step is a multiple of this; null for none.</param>
    /// <param name="best">The metric by which the best stays, such as <c>"accuracy"</c> or <c>"loss"</c>; null for none.</param>
    /// <param name="higherIsBetter">Which way the metric is read; null knows that less is better of whatever has loss or perplexity in its name.</param>
    public StageBuilder Keep(int last = 2, long? every = null, string? best = null, bool? higherIsBetter = null) =>
        Set(() => _numbers = _numbers with { KeepLast = last, KeepEvery = every, KeepBest = best, KeepBestHigher = higherIsBetter });

    /// <summary>What happens at a loss or a gradient that is not finite.</summary>
    /// <param name="policy">What happens.</param>
    /// <param name="limit">How many steps in a row may be skipped, or how often the stage may roll back, before it stops.</param>
    /// <param name="rate">The learning rate is multiplied with this at each roll-back; between 0 and 1.</param>
    public StageBuilder OnDivergence(DivergencePolicy policy, int limit = 3, double rate = 0.5) =>
        Set(() => _numbers = _numbers with { OnDivergence = policy, DivergenceLimit = limit, RollBackRate = rate });

    /// <summary>The seed of weights, data order, dropout and augmentation.</summary>
    public StageBuilder Seed(long seed) => Set(() => _numbers = _numbers with { Seed = seed });

    /// <summary><c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, or <c>auto</c>.</summary>
    public StageBuilder Device(string device) => Set(() => _numbers = _numbers with { Device = device });

    /// <summary>The stage in its resolved form.</summary>
    /// <exception cref="RecipeException">Something that every stage needs was not said; the sentence names the verb that says it.</exception>
    public StagePlan ToPlan()
    {
        if (_model is null && _modelPath is null) throw Missing("a model", ".Model(\"gpt2\", …) or .Model(From(\"folder\"))");
        if (_data is null) throw Missing("data", ".Data(\"text\", …)");
        if (_objective is null) throw Missing("an objective", ".Objective(\"causal-lm\")");
        if (_mode != StageMode.Evaluate)
        {
            if (_optimizer is null) throw Missing("an optimizer", ".Optimizer(\"adamw\", …)");
            if (_numbers is { Steps: null, Epochs: null }) throw Missing("an end", ".Steps(…) or .Epochs(…)");
        }

        if (_numbers is { Steps: { } steps, Epochs: { } epochs })
            throw new RecipeException($"The stage \"{_name}\" says both .Steps({steps}) and .Epochs({epochs.ToString(System.Globalization.CultureInfo.InvariantCulture)}): leave one of them out.");
        return _numbers with
        {
            Model = _model,
            ModelPath = _modelPath,
            Tokenizer = _tokenizer,
            Head = _head,
            Adapters = [.. _adapters],
            Data = _data,
            Transforms = [.. _transforms],
            Objective = _objective,
            Loss = _loss,
            Optimizer = _optimizer,
            Schedule = _schedule,
            Metrics = [.. _metrics],
            Evaluators = [.. _evaluators],
            Callbacks = [.. _callbacks],
        };
    }

    /// <summary>Runs the stage; returns when it is done. A resumed run returns at once from a stage that was done before.</summary>
    public Task<StageResult> Run() => _host.Run(ToPlan());

    /// <summary>Opens the stage for a recipe that has a loop of its own.</summary>
    public Task<IOpenStage> Open() => _host.Open(ToPlan());

    private RecipeException Missing(string what, string verb) => new($"The stage \"{_name}\" has no {what[(what.IndexOf(' ') + 1)..]}: add {verb} before .Run().");

    private StageBuilder Set(Action change)
    {
        change();
        return this;
    }
}
