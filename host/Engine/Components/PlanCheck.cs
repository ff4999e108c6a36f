// Checks a plan as a whole before anything is built of it.
namespace PluginHost.Engine;

/// <summary>Checks a plan as a whole: every name, every option, every number, before the device is touched.</summary>
internal static class PlanCheck
{
    private static readonly string[] Precisions = ["float32", "bfloat16", "float16"];

    /// <exception cref="RecipeException">Something is out of its range.</exception>
    /// <exception cref="PluginException">A component is not there.</exception>
    public static void Check(StagePlan plan, ComponentFactory components)
    {
        Positive("Batch", plan.Batch);
        Positive("the micro-batches of Batch", plan.Accumulate);
        Positive("Steps", plan.Steps);
        Positive("Epochs", plan.Epochs);
        Positive("Clip", plan.ClipNorm);
        Positive("EvaluateEvery", plan.EvaluateEvery);
        Positive("the batches of EvaluateEvery", plan.EvaluateBatches);
        Positive("SaveEvery", plan.SaveEvery);
        Positive("the newest checkpoints of Keep", plan.KeepLast);
        Positive("the steps of Keep", plan.KeepEvery);
        Positive("the limit of OnDivergence", plan.DivergenceLimit);
        if (plan.RollBackRate is not (> 0 and < 1))
            throw new RecipeException($"The stage \"{plan.Name}\": the rate of OnDivergence is {plan.RollBackRate.ToString(System.Globalization.CultureInfo.InvariantCulture)}; it has to be between 0 and 1.");
        if (!Precisions.Contains(plan.Precision))
            throw new RecipeException($"The stage \"{plan.Name}\": Precision is \"{plan.Precision}\"; it has to be one of {string.Join(", ", Precisions)}.");
        foreach (var component in Components(plan)) components.Check(component);
        if (plan.ModelPath is not null) ModelFiles.Architecture(components.Catalog, ModelFiles.ReadConfig(plan.ModelPath), plan.ModelPath);
        foreach (var adapter in plan.Adapters)
            if (adapter.Path is not null)
                AdapterFiles.Method(components.Catalog, AdapterFiles.ReadConfig(adapter.Path), adapter.Path);

        void Positive(string verb, double? value)
        {
            if (value is { } infinite && !double.IsFinite(infinite))
                throw new RecipeException($"The stage \"{plan.Name}\": {verb} is {infinite.ToString(System.Globalization.CultureInfo.InvariantCulture)}; it has to be a finite number.");
            if (value is { } number && !(number > 0))
                throw new RecipeException($"The stage \"{plan.Name}\": {verb} is {number}; it has to be more than 0.");
        }
    }

    /// <summary>Every component that a plan names.</summary>
    public static IEnumerable<Component> Components(StagePlan plan) =>
        new[] { plan.Model, plan.Tokenizer, plan.Data, plan.Head, plan.Objective, plan.Loss, plan.Optimizer, plan.Schedule }
            .OfType<Component>()
            .Concat(plan.Transforms).Concat(plan.Adapters.Select(adapter => adapter.Fresh).OfType<Component>())
            .Concat(plan.Metrics).Concat(plan.Evaluators).Concat(plan.Callbacks);
}
