// How the next id is chosen.
using PluginHost.Layers;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.Layers;

public sealed class SamplingTests
{
    // Probabilities 0.5, 0.3, 0.15, 0.05, out of order.
    private static torch.Tensor Logits(int rows) => torch.tensor([0.15f, 0.5f, 0.05f, 0.3f]).log().unsqueeze(0).repeat([rows, 1]);

    private static long[] Ids(GenerationOptions options, int rows = 4000)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(11);
        return Sampling.Next(Logits(rows), options, generator).data<long>().ToArray();
    }

    [Fact]
    public void WithoutTemperatureItIsTheMostLikelyId() => Assert.Equal([1L], Ids(new GenerationOptions()).Distinct());

    [Fact]
    public void DrawsFollowTheProbabilities()
    {
        var ids = Ids(new GenerationOptions { Temperature = 1 }, 20_000);
        foreach (var (id, share) in new[] { (0, 0.15), (1, 0.5), (2, 0.05), (3, 0.3) })
            Assert.Equal(share, ids.Count(drawn => drawn == id) / 20_000.0, 0.015);
    }

    [Fact]
    public void TopKKeepsTheMostLikelyIds() =>
        Assert.Equal([1L, 3L], Ids(new GenerationOptions { Temperature = 1, TopK = 2 }).Distinct().Order());

    [Theory]
    [InlineData(0.0, new long[] { 1 })]
    [InlineData(0.45, new long[] { 1 })]
    [InlineData(0.7, new long[] { 1, 3 })]
    [InlineData(0.9, new long[] { 0, 1, 3 })]
    public void TopPKeepsTheFewestIdsThatReachIt(double p, long[] kept) =>
        Assert.Equal(kept, Ids(new GenerationOptions { Temperature = 1, TopP = p }).Distinct().Order());

    [Fact]
    public void ALowTemperatureMakesLikelyIdsLikelier()
    {
        var ids = Ids(new GenerationOptions { Temperature = 0.5 });
        // 0.25 / (0.25 + 0.09 + 0.0225 + 0.0025)
        Assert.Equal(0.685, ids.Count(id => id == 1) / 4000.0, 0.03);
    }
}
