// Optimizers: their groups, and their updates against the papers' formulas.
using PluginHost.Optimization;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Plugins.Optimization;

public sealed class OptimizerTests
{
    private static readonly Registrations s_plugins = new(new OptimizationPlugin());

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 1)]
    public void AdamW_follows_its_formula_and_spares_vectors(bool decayVectors, int steps)
    {
        using var scope = NewDisposeScope();
        const double rate = 0.1, beta1 = 0.8, beta2 = 0.9, epsilon = 1e-6, decay = 0.2;
        double[] start = [1, -2, 0.5, 3];
        var matrix = new Parameter(tensor(start, [2, 2]));
        var vector = new Parameter(tensor(start));
        var optimizer = Make("adamw",
            new AdamWOptions { LearningRate = rate, Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon, WeightDecay = decay, DecayVectors = decayVectors }, matrix, vector);
        var (decayed, spared) = (start.ToArray(), start.ToArray());
        var (mean, square) = (new double[4], new double[4]);
        for (var t = 1; t <= steps; t++)
        {
            double[] gradient = [0.1 * t, -0.4, 0.02, t];
            matrix.grad = tensor(gradient, [2, 2]);
            vector.grad = tensor(gradient);
            optimizer.step();
            for (var i = 0; i < 4; i++)
            {
                mean[i] = beta1 * mean[i] + (1 - beta1) * gradient[i];
                square[i] = beta2 * square[i] + (1 - beta2) * gradient[i] * gradient[i];
                var update = mean[i] / (1 - Math.Pow(beta1, t)) / (Math.Sqrt(square[i] / (1 - Math.Pow(beta2, t))) + epsilon);
                decayed[i] -= rate * (update + decay * decayed[i]);
                spared[i] -= rate * (update + (decayVectors ? decay * spared[i] : 0));
            }
        }

        AssertClose(decayed, matrix);
        AssertClose(spared, vector);
    }

    [Fact]
    public void Sgd_with_momentum_follows_its_formula()
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(tensor(new[] { 1.0, -1.0 }));
        var optimizer = Make("sgd", new SgdOptions { LearningRate = 0.5, Momentum = 0.9 }, weight);
        var (expected, velocity) = (new[] { 1.0, -1.0 }, new double[2]);
        for (var t = 1; t <= 3; t++)
        {
            double[] gradient = [t, 0.5];
            weight.grad = tensor(gradient);
            optimizer.step();
            for (var i = 0; i < 2; i++)
            {
                velocity[i] = 0.9 * velocity[i] + gradient[i];
                expected[i] -= 0.5 * velocity[i];
            }
        }

        AssertClose(expected, weight);
    }

    [Fact]
    public void Adam_adds_decay_to_the_gradient()
    {
        using var scope = NewDisposeScope();
        // The gradient -2 + 0.5 · 4 is 0, so Adam stays where it is; decay beside the means would move it.
        var weight = new Parameter(tensor(new[] { 4.0 }, [1, 1]));
        var optimizer = Make("adam", new PluginHost.Optimization.AdamOptions { LearningRate = 0.1, WeightDecay = 0.5 }, weight);
        weight.grad = tensor(new[] { -2.0 }, [1, 1]);
        optimizer.step();
        Assert.Equal(4.0, weight.ToDouble(), 1e-12);
        // Adam's first step on any other gradient is its sign times the rate.
        var other = new Parameter(tensor(new[] { 4.0 }, [1, 1]));
        optimizer = Make("adam", new PluginHost.Optimization.AdamOptions { LearningRate = 0.1, WeightDecay = 0.5 }, other);
        other.grad = tensor(new[] { 3.0 }, [1, 1]);
        optimizer.step();
        Assert.Equal(3.9, other.ToDouble(), 1e-7);
    }

    [Theory]
    [InlineData("adamw")]
    [InlineData("adam")]
    [InlineData("sgd")]
    public void Each_group_has_its_own_rate_and_decay(string name)
    {
        using var scope = NewDisposeScope();
        var (a, b, c, d) = (new Parameter(zeros(2, 2)), new Parameter(zeros(2)), new Parameter(zeros(3, 3)), new Parameter(zeros(4)));
        var context = new OptimizerContext
        {
            Groups =
            [
                Group(1, null, a, b),
                Group(16, null, c),
                Group(0.5, 0.3, d),
            ],
        };
        using var optimizer = s_plugins.Make<optim.Optimizer>(Kind.Optimizer, name, new System.Text.Json.Nodes.JsonObject { ["learningRate"] = 0.01, ["weightDecay"] = 0.1 }, context);
        Assert.Equal([0.01, 0.01, 0.16, 0.005], optimizer.ParamGroups.Select(group => group.LearningRate));
        Assert.Equal([a, b, c, d], optimizer.parameters());
        var decays = optimizer.ParamGroups.Select(group => group.Options switch
        {
            TorchSharp.Modules.AdamOptions adam => adam.weight_decay,
            SGD.Options sgd => sgd.weight_decay,
            _ => null,
        });
        Assert.Equal([0.1, 0.0, 0.1, 0.3], decays);
    }

    [Fact]
    public void Nothing_to_train_is_said()
    {
        var fault = Assert.Throws<RecipeException>(() => s_plugins.Make<optim.Optimizer>(Kind.Optimizer, "adamw", null, new OptimizerContext { Groups = [Group(1, null)] }));
        Assert.Contains("optimizer \"adamw\": no parameter is to be trained", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_their_range_are_named()
    {
        string Message(string name, object options) =>
            Assert.Throws<RecipeException>(() => s_plugins.Make<optim.Optimizer>(Kind.Optimizer, name, options, new OptimizerContext { Groups = [] })).Message;
        Assert.Contains("Beta1 is 1; it has to be between 0 and 1 (excluded)", Message("adamw", new AdamWOptions { Beta1 = 1 }), StringComparison.Ordinal);
        Assert.Contains("Nesterov is on and Momentum is 0", Message("sgd", new SgdOptions { Nesterov = true }), StringComparison.Ordinal);
    }

    private static ParameterGroup Group(double factor, double? decay, params Parameter[] parameters) =>
        new([.. parameters.Select((parameter, i) => KeyValuePair.Create($"p{i}", parameter))], factor, decay);

    private static optim.Optimizer Make(string name, object options, params Parameter[] parameters) =>
        s_plugins.Make<optim.Optimizer>(Kind.Optimizer, name, options, new OptimizerContext { Groups = [Group(1, null, parameters)] });

    private static void AssertClose(double[] expected, Tensor actual)
    {
        foreach (var (value, number) in expected.Zip(actual.detach().ToArray<double>())) Assert.Equal(value, number, 1e-10);
    }
}
