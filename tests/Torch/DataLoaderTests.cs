// Loaders: order, batches, several threads, and what is disposed of when.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

public sealed class DataLoaderTests
{
    private sealed class Squares : utils.data.Dataset
    {
        public override long Count => 10;

        public override Dictionary<string, Tensor> GetTensor(long index) => new() { ["x"] = tensor(index), ["y"] = tensor(index * index) };
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void BatchesAreStackedInOrder(int workers)
    {
        using var loader = utils.data.DataLoader(new Squares(), 4, num_worker: workers);
        Assert.Equal(3, loader.Count);
        var seen = new List<long>();
        foreach (var batch in loader)
        {
            Assert.True((batch["x"] * batch["x"]).equal(batch["y"]));
            seen.AddRange(batch["x"].data<long>().ToArray());
        }
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), seen);
    }

    [Fact]
    public void ABatchIsDisposedOfWhenTheNextOneComes()
    {
        using var loader = utils.data.DataLoader(new Squares(), 4, drop_last: true);
        using var batches = loader.GetEnumerator();
        Assert.True(batches.MoveNext());
        var first = batches.Current["x"];
        Assert.False(first.IsInvalid);
        Assert.True(batches.MoveNext());
        Assert.True(first.IsInvalid);
        Assert.False(batches.MoveNext());
    }

    [Fact]
    public void ShufflingHasEveryItemOnceAndASeedRepeatsIt()
    {
        var orders = new[] { 1, 1, 2 }.Select(seed =>
        {
            using var loader = utils.data.DataLoader(new Squares(), 3, shuffle: true, seed: seed);
            return loader.SelectMany(batch => batch["x"].data<long>().ToArray()).ToList();
        }).ToList();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), orders[0].Order());
        Assert.Equal(orders[0], orders[1]);
        Assert.NotEqual(orders[0], orders[2]);
        Assert.Equal(Enumerable.Range(0, 7).Select(i => (long)i), new TorchSharp.Utils.FastShuffler(7, 3).Order());
    }
}
