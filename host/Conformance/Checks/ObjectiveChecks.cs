// What an objective is held to.
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>The contract of <see cref="Objective"/>, without a loss of the recipe's: it has to have one of its own.</summary>
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
}
