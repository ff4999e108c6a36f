// Which checks each kind has.
namespace PluginHost.Conformance;

/// <summary>The checks of each kind's contract.</summary>
internal static class ContractChecks
{
    /// <summary>The checks of a kind, by what holds.</summary>
    public static IEnumerable<(string Name, Func<Subject, string?> Body)> Of(Kind kind)
    {
        IEnumerable<(string, Func<Subject, string?>)> own = kind switch
        {
            Kind.Model => ModelChecks.All,
            Kind.Head => HeadChecks.All,
            Kind.Objective => ObjectiveChecks.All,
            Kind.Adapter => AdapterChecks.All,
            Kind.Loss => LossChecks.All,
            Kind.Dataset => DatasetChecks.All,
            Kind.Tokenizer => TokenizerChecks.All,
            Kind.Transform => TransformChecks.All,
            Kind.Optimizer => OptimizerChecks.All,
            Kind.Schedule => ScheduleChecks.All,
            Kind.Metric => MetricChecks.All,
            Kind.Evaluator => EvaluatorChecks.All,
            Kind.Callback => CallbackChecks.All,
            Kind.MergeMethod => FileChecks.MergeMethod,
            Kind.Importer => FileChecks.Importer,
            Kind.Exporter => FileChecks.Exporter,
            _ => [],
        };
        return own.Prepend(("its options survive a recipe", Options));
    }

    private static string? Options(Subject subject)
    {
        var thawed = subject.Thaw();
        var frozen = OptionTree.Freeze(thawed);
        var again = OptionTree.Freeze(OptionTree.Thaw(subject.Registration.Options, frozen, subject.Title));
        Expect.That(System.Text.Json.Nodes.JsonNode.DeepEquals(frozen, again),
            $"Options that are frozen and thawed should be what they were ({frozen.ToJsonString()}), and came back as {again.ToJsonString()}. Every option needs a public getter and an init accessor.");
        return null;
    }
}
