// What an evaluator is held to.
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>The contract of <see cref="Evaluator"/>, on the first architecture that it takes.</summary>
internal static class EvaluatorChecks
{
    public static readonly (string, Func<Subject, string?>)[] All =
    [
        ("it gives finite figures with names", Figures),
        ("it leaves the model as it is", LeavesAlone),
    ];

    private static string? Figures(Subject subject)
    {
        var (_, figures) = Evaluated(subject);
        Expect.That(figures.Count > 0, "It should give at least one figure, and gives none.");
        foreach (var (name, value) in figures) Expect.That(name.Length > 0 && double.IsFinite(value), $"The figure \"{name}\" should be a finite number, and is {value}.");
        return $"{string.Join(", ", figures.Keys)}.";
    }

    private static string? LeavesAlone(Subject subject)
    {
        var (model, _) = Evaluated(subject);
        var fresh = subject.Models.All.First(sample => sample.Name == model.Architecture).Make();
        foreach (var ((name, came), expected) in model.state_dict().Zip(fresh.state_dict().Values)) Expect.Same(came, expected, $"\"{name}\" before and after the evaluation");
        Expect.That(!model.training, "The model should be in evaluation mode after it, and is in training mode.");
        return null;
    }

    private static (Model Model, IReadOnlyDictionary<string, double> Figures) Evaluated(Subject subject)
    {
        var refusals = new List<string>();
        foreach (var sample in subject.Models.All)
        {
            try
            {
                var model = sample.Make();
                var evaluator = subject.Make<Evaluator>(new ObjectiveContext
                {
                    Model = model,
                    Tokenizer = SampleTokenizer.Instance,
                    Reference = () => throw new PluginHostException("There is no reference model in a verification."),
                    Seed = 1,
                    BaseDirectory = subject.BaseDirectory,
                });
                using var frozen = torch.no_grad();
                return (model, evaluator.Evaluate(new SampleRows()));
            }
            catch (PluginHostException refusal)
            {
                refusals.Add($"{sample.Name}: {refusal.Message}");
            }
        }

        throw new InapplicableException($"It refuses every architecture and the rows of the verification: {string.Join(" ", refusals)}");
    }
}
