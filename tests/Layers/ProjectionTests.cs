// The projection that stores its weight the other way round, and the norm without a mean.
using PluginHost.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch.nn;

namespace PluginHost.Tests.Layers;

public sealed class ProjectionTests
{
    [Fact]
    public void Conv1DIsALinearMapWithItsWeightTransposed()
    {
        using var scope = torch.NewDisposeScope();
        using var projection = new Conv1D(4, 6, 0.5, Initial.Generator(3));
        projection.Bias!.data<float>()[2] = 1;
        foreach (var input in new[] { torch.randn(2, 4), torch.randn(2, 3, 4), torch.randn(3, 2, 4).transpose(0, 1) })
            Assert.True(torch.allclose(functional.linear(input, projection.Weight.t(), projection.Bias), projection.call(input), 1e-5, 1e-6));
        Assert.Equal(["weight", "bias"], projection.named_parameters().Select(pair => pair.name));
        Assert.Equal((4, 6, true), (projection.InFeatures, projection.OutFeatures, projection.FanInFanOut));
        Assert.Same(projection, ModuleTree.AsProjection(projection));
    }

    [Fact]
    public void FreshWeightsDependOnTheSeedAlone()
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(1);
        var first = Initial.Normal([100, 100], 0.02, Initial.Generator(5));
        torch.manual_seed(2);
        Assert.True(first.equal(Initial.Normal([100, 100], 0.02, Initial.Generator(5))));
        Assert.False(first.equal(Initial.Normal([100, 100], 0.02, Initial.Generator(6))));
        Assert.Equal(0.02, first.std().ToDouble(), 1e-3);
    }

    [Fact]
    public void TheRmsNormDividesByTheRootOfTheMeanSquare()
    {
        using var scope = torch.NewDisposeScope();
        using var norm = new RmsNorm(2, 0.5);
        norm.Weight.data<float>()[1] = 10;
        var result = norm.call(torch.tensor(new float[,] { { 3, 1 } }));
        // mean(9, 1) + 0.5 = 5.5
        Assert.Equal(3 / Math.Sqrt(5.5), result[0, 0].ToDouble(), 1e-6);
        Assert.Equal(10 / Math.Sqrt(5.5), result[0, 1].ToDouble(), 1e-5);
        Assert.Equal(torch.bfloat16, new RmsNorm(2).to(torch.bfloat16).call(torch.ones([1, 2], torch.bfloat16)).dtype);
    }
}
