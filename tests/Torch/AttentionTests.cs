// Attention against its formula written out.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PluginHost.Tests.Torch;

public sealed class AttentionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _q = Numbers.Random(1, 2, 4, 5, 3);
    private readonly Tensor _k = Numbers.Random(2, 2, 4, 6, 3);
    private readonly Tensor _v = Numbers.Random(3, 2, 4, 6, 2);

    public void Dispose() => _scope.Dispose();

    private static Tensor Formula(Tensor q, Tensor k, Tensor v, Tensor? added = null, double? scale = null)
    {
        var scores = q.matmul(k.transpose(-2, -1)) * (scale ?? 1 / Math.Sqrt(q.size(-1)));
        return (added is null ? scores : scores + added).softmax(-1).matmul(v);
    }

    [Fact]
    public void WithoutAMask() => Numbers.Close(Formula(_q, _k, _v), F.scaled_dot_product_attention(_q, _k, _v), 1e-12);

    [Fact]
    public void WithAScale() => Numbers.Close(Formula(_q, _k, _v, scale: 0.7), F.scaled_dot_product_attention(_q, _k, _v, scale: 0.7), 1e-12);

    [Fact]
    public void Causal()
    {
        var hidden = full([5, 6], double.NegativeInfinity, ScalarType.Float64).triu(1);
        Numbers.Close(Formula(_q, _k, _v, hidden), F.scaled_dot_product_attention(_q, _k, _v, is_casual: true), 1e-12);
        var square = _k[TensorIndex.Ellipsis, TensorIndex.Slice(0, 5), TensorIndex.Colon];
        Numbers.Close(Formula(_q, square, square, hidden[TensorIndex.Colon, TensorIndex.Slice(0, 5)]), F.scaled_dot_product_attention(_q, square, square, is_casual: true), 1e-12);
    }

    [Theory]
    [InlineData(5, 6)]
    [InlineData(1, 6)]
    [InlineData(2, 1, 5, 6)]
    [InlineData(2, 1, 1, 6)]
    [InlineData(2, 4, 5, 6)]
    [InlineData(1, 4, 5, 6)]
    [InlineData(4, 5, 6)]
    public void WithMasksOfEveryBroadcastableShape(params int[] extents)
    {
        var shape = Array.ConvertAll(extents, extent => (long)extent);
        var added = Numbers.Random(4, shape);
        Numbers.Close(Formula(_q, _k, _v, added), F.scaled_dot_product_attention(_q, _k, _v, added), 1e-12);
        var seen = added > -0.5;
        var hidden = zeros_like(added).masked_fill(~seen, double.NegativeInfinity);
        var expected = Formula(_q, _k, _v, hidden);
        Numbers.Close(expected.nan_to_num(0), F.scaled_dot_product_attention(_q, _k, _v, seen).nan_to_num(0), 1e-12);
    }

    [Fact]
    public void WithFewerKeyThanQueryHeads()
    {
        var k = _k[TensorIndex.Colon, TensorIndex.Slice(0, 2)];
        var v = _v[TensorIndex.Colon, TensorIndex.Slice(0, 2)];
        var expected = Formula(_q, k.repeat_interleave(2, 1), v.repeat_interleave(2, 1));
        Numbers.Close(expected, F.scaled_dot_product_attention(_q, k, v, enable_gqa: true), 1e-12);
    }

    [Fact]
    public void InLowerRanksAndTypes()
    {
        Numbers.Close(Formula(_q[0, 0], _k[0, 0], _v[0, 0]), F.scaled_dot_product_attention(_q[0, 0], _k[0, 0], _v[0, 0]), 1e-12);
        var low = F.scaled_dot_product_attention(_q.bfloat16(), _k.bfloat16(), _v.bfloat16(), is_casual: true);
        Assert.Equal(ScalarType.BFloat16, low.dtype);
        Assert.Throws<ArgumentException>(() => F.scaled_dot_product_attention(_q, _k, _v, ones(5, 6), is_casual: true));
    }

    [Fact]
    public void UnderAutocastAndWithTheMaskMadeInInferenceMode()
    {
        using (inference_mode())
            F.scaled_dot_product_attention(_q.@float(), _k.@float(), _v.@float(), is_casual: true);
        var q = _q.@float().requires_grad_();
        using (autocast(CPU, ScalarType.BFloat16))
            F.scaled_dot_product_attention(q, _k.@float(), _v.@float(), is_casual: true).sum().backward();
        Assert.NotNull(q.grad);
        q.grad = null;
        F.scaled_dot_product_attention(q, _k.@float(), _v.@float(), is_casual: true).sum().backward();
        Assert.NotNull(q.grad);
    }

    // Before 2.0 baddbmm with beta = 0 gives NaN for some of these sizes, out of memory that nobody had written.
    [Fact]
    public void WithOneQueryOverEveryNumberOfKeys()
    {
        for (var keys = 1; keys < 40; keys++)
        {
            var q = Numbers.Random(keys, 1, 4, 1, 16).@float();
            var k = Numbers.Random(keys + 100, 1, 4, keys, 16).@float();
            Numbers.Close(Formula(q, k, k), F.scaled_dot_product_attention(q, k, k), 1e-5);
        }
    }
}
