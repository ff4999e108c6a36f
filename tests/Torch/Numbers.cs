// Comparisons of tensors with numbers, and gradients against finite differences.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

internal static class Numbers
{
    /// <summary>Compares shape and elements within an absolute tolerance.</summary>
    internal static void Equal(long[] shape, double[] expected, Tensor actual, double tolerance = 1e-6)
    {
        Assert.Equal(shape, actual.shape);
        var found = actual.to(ScalarType.Float64).ToArray<double>();
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance || expected[i].Equals(found[i]), $"element {i}: expected {expected[i]}, got {found[i]}");
    }

    internal static void Close(Tensor expected, Tensor actual, double tolerance = 1e-9)
    {
        Assert.Equal(expected.shape, actual.shape);
        Equal(expected.shape, expected.to(ScalarType.Float64).ToArray<double>(), actual, tolerance);
    }

    /// <summary>Compares the gradient of sum(weights · f(inputs)) with central differences in float64.</summary>
    internal static void Gradients(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        using var scope = NewDisposeScope();
        var leaves = inputs.Select(input => input.detach().clone().requires_grad_()).ToArray();
        var output = function(leaves);
        var weights = randn(output.shape, ScalarType.Float64, generator: new Generator(7));
        (output * weights).sum().backward();
        const double step = 1e-6;
        for (var n = 0; n < leaves.Length; n++)
        {
            var gradient = leaves[n].grad!.ToArray<double>();
            var values = inputs[n].ToArray<double>();
            for (var i = 0; i < values.Length; i++)
            {
                var numeric = (Value(n, i, step) - Value(n, i, -step)) / (2 * step);
                Assert.True(Math.Abs(numeric - gradient[i]) <= 1e-5 * Math.Max(1, Math.Abs(numeric)), $"input {n}, element {i}: differences give {numeric}, backward gave {gradient[i]}");
            }
        }

        double Value(int n, int i, double change)
        {
            using var inner = NewDisposeScope();
            using var grad = no_grad();
            var moved = inputs.Select(input => input.clone()).ToArray();
            moved[n].view(-1)[i] += change;
            return (function(moved) * weights).sum().ToDouble();
        }
    }

    internal static Tensor Random(long seed, params long[] shape) => randn(shape, ScalarType.Float64, generator: new Generator(seed));
}
