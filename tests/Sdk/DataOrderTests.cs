// The data order: a permutation and draws that depend on their key alone.
using Xunit;

namespace PluginHost.Tests.Sdk;

public sealed class DataOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(1000)]
    [InlineData(4097)]
    public void A_permutation_has_every_item_once(int count)
    {
        var order = new Permutation(count, 7, 3);
        Assert.Equal(Enumerable.Range(0, count).Select(item => (long)item), Enumerable.Range(0, count).Select(position => order[position]).Order());
    }

    [Fact]
    public void Another_epoch_is_another_order_and_the_same_key_the_same()
    {
        long[] Order(long epoch) => [.. Enumerable.Range(0, 500).Select(position => new Permutation(500, 1, epoch)[position])];
        Assert.Equal(Order(0), Order(0));
        Assert.NotEqual(Order(0), Order(1));
        // A shuffle of 500 leaves about one item where it was; ten would be a pattern.
        Assert.True(Order(0).Where((item, position) => item == position).Count() < 10);
    }

    [Fact]
    public void Draws_are_even_and_bounded()
    {
        var random = new RandomSource(42);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++) counts[random.Next(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
        Assert.All(Enumerable.Range(0, 1000).Select(_ => random.NextDouble()), value => Assert.InRange(value, 0, 1 - double.Epsilon));
    }
}
