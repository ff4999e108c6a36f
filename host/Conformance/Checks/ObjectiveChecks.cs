// What an objective is held to.
using System.Globalization;
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>The contract of <see cref="Objective"/>. Unless said otherwise without a loss of the recipe's: it has to have one of its own.</summary>
internal static class ObjectiveChecks
{
    private const double Rounding = 1e-4;

    public static readonly (string, Func<Subject, string?>)[] All =
    [
        ("its loss is a finite scalar with a gradient", Scalar),
        ("it offers what it says", Offers),
        ("a batch gives the same loss each time", Determinism),
        ("its loss is the mean over what it weighs", Reduction),
        ("it works without gradients", NoGrad),
        ("its figures are the same where the host stands before its loss", Standing),
    ];

    private static string? Scalar(Subject subject)
    {
        var trial = ObjectiveTrial.Find(subject);
        var result = trial.Objective.forward(trial.Batch);
        Expect.That(result.Loss.dim() == 0, $"Its loss should be a scalar, and is {Expect.Shape(result.Loss)}.");
        Expect.Finite(result.Loss, "Its loss");
        foreach (var (name, chart) in result.Charts) Expect.That(chart.dim() == 0, $"What it charts as \"{name}\" should be a scalar, and is {Expect.Shape(chart)}.");
        Expect.That(result.Loss.requires_grad, "Its loss should have a graph, and has none: something detaches the model's outputs.");
        result.Loss.backward();
        Expect.That(trial.Model.parameters().Any(parameter => parameter.grad is not null), "A gradient should reach the model, and reaches none of its parameters.");
        foreach (var (name, parameter) in trial.Objective.named_parameters().Where(pair => pair.parameter.requires_grad)) Probe.HasGradient(name, parameter);
        return $"On {trial.Model.Architecture}.";
    }

    private static string? Offers(Subject subject)
    {
        var trial = ObjectiveTrial.Find(subject);
        var values = trial.Objective.forward(trial.Batch).Values;
        foreach (var name in trial.Objective.Offers) Expect.That(values.Has(name), $"Its values should hold \"{name}\", since Offers names it, and hold: {string.Join(", ", values.Names)}.");
        return null;
    }

    private static string? Determinism(Subject subject)
    {
        var trial = ObjectiveTrial.Find(subject);
        torch.manual_seed(3);
        var expected = trial.Objective.forward(trial.Batch).Loss;
        torch.manual_seed(3);
        Expect.Same(trial.Objective.forward(trial.Batch).Loss, expected, "The losses of one batch from the same state of torch's generator");
        Expect.That(!trial.Model.named_children().Any(pair => ReferenceEquals(pair.module, trial.Objective)) && !trial.Objective.parameters().Any(own => trial.Model.parameters().Contains(own, ReferenceEqualityComparer.Instance)),
            "The model should be its context's and never its child, since it would be trained and stored twice, and its parameters are among the objective's.");
        return null;
    }

    private static string? Reduction(Subject subject)
    {
        var trial = ObjectiveTrial.Find(subject);
        trial.Model.eval();
        trial.Objective.eval();
        var whole = trial.Objective.forward(trial.Batch);
        Expect.Applies(whole.Weight is not null, "Its weight is null: every batch counts alike.");
        var rows = trial.Batch.Rows;
        var (one, other) = (trial.Objective.forward(SampleBatches.Rows(trial.Batch, 0, 3)), trial.Objective.forward(SampleBatches.Rows(trial.Batch, 3, rows - 3)));
        double first = one.Weight!.ToDouble(), second = other.Weight!.ToDouble(), all = whole.Weight!.ToDouble();
        Expect.That(Math.Abs(all - first - second) < 1e-6, $"The weights of a batch's parts should add up to {all:g6}, and {first:g6} and {second:g6} do not.");
        var expected = (one.Loss.ToDouble() * first + other.Loss.ToDouble() * second) / all;
        Expect.That(Math.Abs(whole.Loss.ToDouble() - expected) <= Rounding * Math.Max(1, Math.Abs(expected)),
            $"The loss of {rows} rows should be the mean of its parts' by their weights, {expected:g6}, and is {whole.Loss.ToDouble():g6}.");
        return null;
    }

    private static string? NoGrad(Subject subject)
    {
        var trial = ObjectiveTrial.Find(subject);
        trial.Model.eval();
        trial.Objective.eval();
        using var frozen = torch.no_grad();
        Expect.Finite(trial.Objective.forward(trial.Batch).Loss, "Its loss in an evaluation");
        return null;
    }

    // With the losses of its own plugin, which are what it may know more of than Loss says.
    private static string? Standing(Subject subject)
    {
        var tried = new List<string>();
        foreach (var entry in subject.Catalog.Entries.Where(entry => entry.Kind == Kind.Loss && entry.Plugin == subject.Entry.Plugin))
        {
            var loss = (Loss)subject.Catalog.Get(Kind.Loss, entry.Name).Create(OptionTree.Thaw(subject.Catalog.Get(Kind.Loss, entry.Name).Options, [], Component.TitleOf(Kind.Loss, entry.Name)), new BuildContext { Seed = 1, BaseDirectory = subject.BaseDirectory });
            if (Figures(subject, loss) is not { } bare || Figures(subject, new StandIn(loss)) is not { } hidden) continue;
            tried.Add(entry.Name);
            foreach (var (name, figure) in bare)
                Expect.That(hidden.TryGetValue(name, out var other) && other.Equals(figure), $"With the loss \"{entry.Name}\" its {name} should be {figure:g6} also where the host stands before the loss, and is "
                    + $"{(hidden.TryGetValue(name, out other) ? other.ToString("g6", CultureInfo.InvariantCulture) : "missing")}: what a loss is besides Loss, ask with loss.As<T>() and not with \"is\".");
        }

        Expect.Applies(tried.Count > 0, "Its plugin has no loss that it could be given.");
        return $"With {string.Join(", ", tried)}.";
    }

    // Null where the objective has not what the loss reads.
    private static Dictionary<string, double>? Figures(Subject subject, Loss loss)
    {
        var trial = ObjectiveTrial.Find(subject);
        if (loss.Reads.Any(name => !trial.Objective.Offers.Contains(name) && !trial.Batch.Has(name))) return null;
        trial = ObjectiveTrial.Find(subject, loss);
        torch.manual_seed(3);
        // Away from where training begins: there a reference model is the model, and what is scaled is zero.
        using (torch.no_grad())
            foreach (var parameter in trial.Model.parameters()) parameter.add_(torch.randn_like(parameter) * 0.1);
        var result = trial.Objective.forward(trial.Batch);
        var figures = result.Charts.ToDictionary(pair => $"chart \"{pair.Key}\"", pair => pair.Value.ToDouble(), StringComparer.Ordinal);
        figures["loss"] = result.Loss.ToDouble();
        return figures;
    }

    /// <summary>Stands before a loss as the host does in a run.</summary>
    private sealed class StandIn(Loss loss) : Loss
    {
        public override IReadOnlyList<string> Reads => loss.Reads;

        public override torch.Tensor Compute(TensorMap values) => loss.Compute(values);

        public override torch.Tensor? Weigh(TensorMap values) => loss.Weigh(values);

        public override T? As<T>()
            where T : class => loss.As<T>();
    }
}
