// The suite can fail: for every check of every kind there is a component that breaks it and nothing else that the check would see.
using PluginHost.Conformance;
using Xunit;

namespace PluginHost.Tests.Conformance;

public sealed class FaultTests
{
    private const string Options = "its options survive a recipe";

    private static readonly Dictionary<Kind, ((string Fault, string Check, string Says)[] All, Action<IRegistry, string> Register)> s_kinds = new()
    {
        [Kind.Model] = (ModelFault.All, (registry, fault) => registry.Model<NoOptions>("trial", (_, context) => new ModelFault(fault, context))),
        [Kind.Head] = (HeadFault.All, (registry, fault) => registry.Head<NoOptions>("trial", (_, context) => new HeadFault(fault, context))),
        [Kind.Objective] = (ObjectiveFault.All, ObjectiveAndLoss),
        [Kind.Adapter] = (AdapterFault.All, (registry, fault) => registry.Adapter<NoOptions>("trial", (_, context) => AdapterFault.Attach(fault, context), _ => new NoOptions())),
        [Kind.Loss] = (LossFault.All, (registry, fault) => registry.Loss<NoOptions>("trial", (_, _) => new LossFault(fault))),
        [Kind.Dataset] = (DatasetFault.All, (registry, fault) => registry.Dataset<NoOptions>("trial", (_, _) => DatasetFault.Make(fault))),
        [Kind.Tokenizer] = (TokenizerFault.All, (registry, fault) => registry.Tokenizer<NoOptions>("trial", (_, _) => new TokenizerFault(fault))),
        [Kind.Transform] = (TransformFault.All, (registry, fault) => registry.Transform<NoOptions>("trial", (_, _) => new TransformFault(fault))),
        [Kind.Optimizer] = (OptimizerFault.All, (registry, fault) => registry.Optimizer<NoOptions>("trial", (_, context) => new OptimizerFault(fault, context))),
        [Kind.Schedule] = (ScheduleFault.All, (registry, fault) => registry.Schedule<NoOptions>("trial", (_, _) => new ScheduleFault(fault))),
        [Kind.Metric] = (MetricFault.All, (registry, fault) => registry.Metric<NoOptions>("trial", (_, _) => new MetricFault(fault))),
        [Kind.Evaluator] = (EvaluatorFault.All, (registry, fault) => registry.Evaluator<NoOptions>("trial", (_, context) => new EvaluatorFault(fault, context.Model))),
        [Kind.Callback] = (CallbackFault.All, (registry, fault) => registry.Callback<NoOptions>("trial", (_, _) => new CallbackFault(fault))),
        [Kind.MergeMethod] = (MergeFault.All, (registry, fault) => registry.MergeMethod<NoOptions>("trial", (_, _) => new MergeFault(fault))),
        [Kind.Importer] = (ImporterFault.All, (registry, fault) => registry.Importer<NoOptions>("trial", (_, _) => new ImporterFault(fault))),
        [Kind.Exporter] = (ExporterFault.All, (registry, fault) => registry.Exporter<NoOptions>("trial", (_, _) => new ExporterFault(fault))),
    };

    public static TheoryData<string, string, string, string> Faults =>
        new(s_kinds.SelectMany(kind => kind.Value.All.Select(one => (kind.Key.ToString(), one.Fault, one.Check, one.Says))));

    public static TheoryData<string> Kinds => new(Enum.GetNames<Kind>());

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_seen_by_its_check_and_told_in_a_sentence(string kind, string fault, string check, string says)
    {
        using var trial = Made(kind, fault);
        var result = trial.Checks.Single(one => one.Check == check).Run();
        Assert.True(result.Verdict == Verdict.Broken, $"{result.Verdict}: {result.Sentence}");
        Assert.Contains(says, result.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Without_its_faults_the_same_component_passes_every_check(string kind)
    {
        using var trial = Made(kind, "");
        Assert.All(trial.Checks.Select(check => check.Run()), result => Assert.True(result.Verdict == Verdict.Holds, $"{result.Check}: {result.Verdict}: {result.Sentence}"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_check_of_a_kind_can_fail(string kind) =>
        Assert.Equal(ContractChecks.Of(Enum.Parse<Kind>(kind)).Select(check => check.Name).Order(StringComparer.Ordinal),
            s_kinds[Enum.Parse<Kind>(kind)].All.Select(one => one.Check).Append(Options).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Options_that_do_not_survive_a_recipe_are_seen()
    {
        using var trial = new Trial(registry => registry.Schedule<Grows>("trial", (_, _) => new ScheduleFault("")));
        var result = trial.Checks.Single(one => one.Check == Options).Run();
        Assert.Equal(Verdict.Broken, result.Verdict);
        Assert.Contains("should be what they were", result.Sentence, StringComparison.Ordinal);
    }

    private static Trial Made(string kind, string fault) => new(registry => s_kinds[Enum.Parse<Kind>(kind)].Register(registry, fault), kind == nameof(Kind.Adapter) ? AdapterFault.Type : null);

    private static void ObjectiveAndLoss(IRegistry registry, string fault)
    {
        registry.Objective<NoOptions>("trial", (_, context) => new ObjectiveFault(fault, context));
        registry.Loss<NoOptions>("twice", (_, _) => new Twice());
    }

    private sealed record Grows
    {
        public int Rank { get; init => field = value + 1; } = 8;
    }
}
