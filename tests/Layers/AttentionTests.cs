// Attention and its masks against softmax(q k' scale + mask) v written out.
using PluginHost.Layers;
using TorchSharp;
using Xunit;
using Attention = PluginHost.Layers.Attention;

namespace PluginHost.Tests.Layers;

public sealed class AttentionTests
{
    private static readonly torch.Device s_cpu = torch.CPU;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void IsWhatTheEquationSays(bool causal, bool padded)
    {
        using var scope = torch.NewDisposeScope();
        var (query, key, value) = (Random(2, 3, 5, 4), Random(2, 3, 5, 4), Random(2, 3, 5, 4));
        var tokens = padded ? torch.tensor(new long[,] { { 1, 1, 1, 0, 0 }, { 0, 1, 1, 1, 1 } }) : null;
        var mask = AttentionMask.ForSelf(tokens, torch.zeros(2, 5, 12), cache: null, causal);
        var actual = Attention.Compute(query, key, value, mask, scale: 0.3);

        var scores = torch.matmul(query, key.transpose(-2, -1)) * 0.3;
        if (causal) scores = scores.masked_fill(torch.ones(5, 5).triu(1).eq(1), double.NegativeInfinity);
        if (tokens is not null) scores = scores.masked_fill(tokens.eq(0).unsqueeze(1).unsqueeze(1), -1e30);
        var expected = torch.matmul(torch.softmax(scores, -1), value).transpose(1, 2).reshape(2, 5, 12);
        // Row 1 begins with padding, and under the triangle its first query may look at nothing: it only has to be a number.
        if (causal && padded) (actual, expected) = (torch.cat([actual[0], actual[1][1..]]), torch.cat([expected[0], expected[1][1..]]));
        Close(expected, actual);
        Assert.True(Attention.Compute(query, key, value, mask).isfinite().all().ToBoolean());
    }

    [Fact]
    public void PositionsAfterACacheLookAtAllOfItAndAtThemselves()
    {
        using var scope = torch.NewDisposeScope();
        var (query, key, value) = (Random(1, 2, 6, 4), Random(1, 2, 6, 4), Random(1, 2, 6, 4));
        var whole = Attention.Compute(query, key, value, AttentionMask.ForSelf(null, torch.zeros(1, 6, 8), null, causal: true));
        foreach (var past in new long[] { 1, 4, 5 })
        {
            var cache = new KeyValueCache(1);
            cache.Append(0, key.narrow(2, 0, past), value.narrow(2, 0, past));
            var mask = AttentionMask.ForSelf(null, torch.zeros(1, 6 - past, 8), cache, causal: true);
            var (keys, values) = cache.Append(0, key.narrow(2, past, 6 - past), value.narrow(2, past, 6 - past));
            Close(whole.narrow(1, past, 6 - past), Attention.Compute(query.narrow(2, past, 6 - past), keys, values, mask));
        }
    }

    [Fact]
    public void VirtualPositionsCountAsTokens()
    {
        using var scope = torch.NewDisposeScope();
        var cache = new KeyValueCache(1) { VirtualPositions = 2 };
        cache.Append(0, Random(1, 1, 2, 4), Random(1, 1, 2, 4));
        var mask = AttentionMask.ForSelf(torch.tensor(new long[,] { { 0, 1, 1 } }), torch.zeros(1, 3, 4), cache, causal: true);
        Assert.Equal([1, 1, 3, 5], mask.Scores!.shape);
        Assert.Equal([0, 0, -30000, 0, 0], mask.Scores[0, 0, 2].data<float>().ToArray());
    }

    [Fact]
    public void FewerKeyHeadsServeGroupsOfQueryHeads()
    {
        using var scope = torch.NewDisposeScope();
        var (query, key, value) = (Random(2, 4, 3, 4), Random(2, 2, 3, 4), Random(2, 2, 3, 4));
        var mask = AttentionMask.Everything;
        var expected = Attention.Compute(query, key.repeat_interleave(2, 1), value.repeat_interleave(2, 1), mask);
        Close(expected, Attention.Compute(query, key, value, mask));
    }

    [Fact]
    public void OneCopySplitsQueriesKeysAndValues()
    {
        using var scope = torch.NewDisposeScope();
        var projected = Random(2, 5, 3 * 8);
        var (query, key, value) = Attention.SplitQueryKeyValue(projected, 2);
        Assert.True(query.equal(Attention.SplitHeads(projected.narrow(2, 0, 8), 2)));
        Assert.True(key.equal(Attention.SplitHeads(projected.narrow(2, 8, 8), 2)));
        Assert.True(value.equal(Attention.SplitHeads(projected.narrow(2, 16, 8), 2)));
        Assert.True(Attention.MergeHeads(value).equal(projected.narrow(2, 16, 8)));
    }

    [Fact]
    public void AMaskOfAnotherLengthIsASentence()
    {
        using var scope = torch.NewDisposeScope();
        var error = Assert.Throws<PluginHostException>(() => AttentionMask.ForSelf(torch.ones([1, 4], torch.int64, s_cpu), torch.zeros(1, 3, 4), null, causal: true));
        Assert.Contains("4 columns", error.Message, StringComparison.Ordinal);
        Assert.Contains("3 positions", error.Message, StringComparison.Ordinal);
    }

    private static torch.Tensor Random(params long[] shape) => torch.randn(shape, generator: s_generator);

    private static readonly torch.Generator s_generator = new(7);

    private static void Close(torch.Tensor expected, torch.Tensor actual) =>
        Assert.True(torch.allclose(expected, actual, 1e-5, 1e-6), $"differs by {(expected - actual).abs().max().ToDouble():E2}");
}
