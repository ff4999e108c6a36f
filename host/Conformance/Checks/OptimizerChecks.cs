// What an optimizer is held to.
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost.Conformance;

/// <summary>The contract of an optimizer, on a quadratic with a matrix and a vector.</summary>
internal static class OptimizerChecks
{
    private const int Most = 1000;

    public static readonly (string, Func<Subject, string?>)[] All =
    [
        ("it comes down a quadratic", Converges),
        ("its state is read back", RoundTrip),
        ("the same gradients give the same steps", Determinism),
        ("every group has its own rate", Rates),
        ("a parameter without a gradient stays as it is", NoGradient),
    ];

    private static string? Converges(Subject subject)
    {
        var problem = new Quadratic(subject);
        var (began, least) = (problem.Loss(), double.PositiveInfinity);
        for (var step = 1; step <= Most; step++)
        {
            problem.Step();
            var loss = problem.Loss();
            Expect.That(double.IsFinite(loss), $"A quadratic should be minimised with its default options, and the loss is {loss} after {step} steps.");
            least = Math.Min(least, loss);
            if (least < began / 4) return $"To a quarter in {step} steps.";
        }

        throw new ViolationException($"A quadratic's loss of {began:g4} should come down to a quarter within {Most} steps, and {least:g4} is the least that it came to.");
    }

    private static string? RoundTrip(Subject subject)
    {
        var problem = new Quadratic(subject);
        problem.Steps(4);
        var resumed = new Quadratic(subject);
        using (torch.no_grad())
            foreach (var (target, source) in resumed.Parameters.Zip(problem.Parameters)) target.copy_(source);
        foreach (var (target, source) in resumed.Parameters.Zip(problem.Parameters))
            if (problem.Optimizer.State(source) is { Count: > 0 } state) resumed.Optimizer.LoadState(target, state);
        if (problem.Optimizer is IStateful from && resumed.Optimizer is IStateful to)
        {
            var own = new StateWriter();
            from.Save(own);
            to.Load(new StateReader(own.Tensors, own.Values));
        }

        problem.Steps(3);
        resumed.Steps(3);
        foreach (var (came, expected) in resumed.Parameters.Zip(problem.Parameters))
            Expect.Same(came, expected, "The parameters after a resume and without one: State(parameter) has to hold all that an update depends on; they");
        return null;
    }

    private static string? Determinism(Subject subject)
    {
        var (one, other) = (new Quadratic(subject), new Quadratic(subject));
        one.Steps(5);
        other.Steps(5);
        foreach (var (came, expected) in other.Parameters.Zip(one.Parameters)) Expect.Same(came, expected, "The parameters after the same steps");
        return null;
    }

    private static string? Rates(Subject subject)
    {
        var problem = new Quadratic(subject, secondFactor: 0);
        var before = problem.Parameters.Select(parameter => parameter.detach().clone()).ToList();
        problem.Steps(2);
        Expect.Same(problem.Parameters[1], before[1], "A parameter whose group has LearningRateFactor 0, before and after steps,");
        Expect.That(!torch.equal(problem.Parameters[0], before[0]), "A parameter whose group has LearningRateFactor 1 should be moved by steps, and is not.");
        before = [.. problem.Parameters.Select(parameter => parameter.detach().clone())];
        foreach (var group in problem.Optimizer.ParamGroups) group.LearningRate = 0;
        problem.Steps(1);
        foreach (var (came, expected) in problem.Parameters.Zip(before)) Expect.Same(came, expected, "A parameter before and after a step for which the schedule set the learning rate to 0");
        return null;
    }

    private static string? NoGradient(Subject subject)
    {
        var problem = new Quadratic(subject);
        problem.Steps(1);
        var before = problem.Parameters[1].detach().clone();
        problem.Step(withoutSecond: true);
        Expect.Same(problem.Parameters[1], before, "A parameter without a gradient before and after a step");
        return null;
    }

    /// <summary>½ Σ c (x - t)², with curvatures from ½ to 2 and every parameter a tenth from its target.</summary>
    private sealed class Quadratic
    {
        public Quadratic(Subject subject, double secondFactor = 1)
        {
            Parameters = [new Parameter(torch.full([4, 3], 0.3)), new Parameter(torch.full([5], -0.2))];
            Optimizer = subject.Make<torch.optim.Optimizer>(new OptimizerContext
            {
                Groups = [new ParameterGroup([KeyValuePair.Create("matrix", Parameters[0])]), new ParameterGroup([KeyValuePair.Create("vector", Parameters[1])], secondFactor)],
                Seed = 1,
                BaseDirectory = subject.BaseDirectory,
            });
            var known = Optimizer.parameters().ToHashSet<object>(ReferenceEqualityComparer.Instance);
            Expect.That(Parameters.TrueForAll(known.Contains), "The optimizer should train every parameter of OptimizerContext.Groups, and leaves some out.");
        }

        public List<Parameter> Parameters { get; }

        public torch.optim.Optimizer Optimizer { get; }

        public double Loss()
        {
            using var scope = torch.NewDisposeScope();
            using var frozen = torch.no_grad();
            return Value().ToDouble();
        }

        public void Steps(int count)
        {
            for (var i = 0; i < count; i++) Step();
        }

        public void Step(bool withoutSecond = false)
        {
            using var scope = torch.NewDisposeScope();
            Optimizer.zero_grad();
            Value().backward();
            if (withoutSecond) Parameters[1].grad = null;
            Optimizer.step();
        }

        private torch.Tensor Value() => Parameters.Select(Term).Aggregate((sum, term) => sum + term);

        private static torch.Tensor Term(Parameter parameter, int index)
        {
            var curvature = torch.linspace(0.5, 2, parameter.numel(), dtype: torch.float32).view(parameter.shape);
            return (curvature * (parameter - (index == 0 ? 0.2 : -0.1)).square()).sum() / 2;
        }
    }
}
