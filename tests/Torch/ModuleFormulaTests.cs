// Modules against closed forms, and modules through TorchSharp's file format.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

public sealed class ModuleFormulaTests
{
    [Fact]
    public void LossesWithoutAnOperator()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var (x, y) = (randn(3, 2), randn(3, 2));
        var variance = rand(3, 2) + 0.1;
        Assert.True(nn.GaussianNLLLoss().call(x, y, variance).allclose((0.5 * (variance.log() + (x - y).square() / variance)).mean(), atol: 1e-6));
        var target = tensor([1f, 0f, 0f, 1f, 1f, 1f]).reshape(3, 2);
        Assert.True(nn.MultiLabelSoftMarginLoss().call(x, target).allclose(nn.functional.binary_cross_entropy_with_logits(x, target), atol: 1e-6));
        var far = randn(3, 2);
        Assert.True(nn.TripletMarginWithDistanceLoss(margin: 0.5).call(x, y, far).allclose(nn.TripletMarginLoss(margin: 0.5).call(x, y, far), atol: 1e-5));
    }

    [Fact]
    public void AttentionWithWeightsAndWithoutAreTheSame()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var attention = nn.MultiheadAttention(8, 2, add_bias_kv: true, add_zero_attn: true);
        var (q, k) = (randn(3, 2, 8), randn(5, 2, 8));
        var padding = tensor([false, false, false, false, true, false, false, false, true, true]).reshape(2, 5);
        var (with, weights) = attention.call(q, k, k, padding);
        var (without, none) = attention.call(q, k, k, padding, need_weights: false);
        Assert.True(with.allclose(without, atol: 1e-5));
        Assert.Null(none);
        Assert.True(weights.sum([-1L]).allclose(ones(2, 3), atol: 1e-5));
        Assert.Equal(0, weights.select(0, 0).select(1, 4).abs().sum().ToDouble());
    }

    [Fact]
    public void ATransformerDoesNotSeeWhatIsMasked()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        using var model = nn.Transformer(8, 2, 1, 2, 16);
        model.eval();
        Assert.Contains("decoder.layers.1.multihead_attn.out_proj.weight", model.state_dict().Keys);
        var (source, target) = (randn(4, 1, 8), randn(3, 1, 8));
        var causal = ones(3, 3, ScalarType.Bool).triu(1);
        var first = model.call(source, target, null, causal);
        target[2].fill_(9);
        Assert.True(first.narrow(0, 0, 2).allclose(model.call(source, target, null, causal).narrow(0, 0, 2), atol: 1e-5));
    }

    [Fact]
    public void PoolingPutsBackWhatItTook()
    {
        using var scope = NewDisposeScope();
        var x = arange(16, ScalarType.Float32).reshape(1, 1, 4, 4);
        var (values, indices) = nn.MaxPool2d(2).forward_with_indices(x);
        var back = nn.MaxUnpool2d(2).call(values, indices);
        Assert.Equal(values.sum().ToDouble(), back.sum().ToDouble());
        Assert.True(nn.MaxPool2d(2).call(back).equal(values));
        Assert.True(nn.LPPool2d(2, 2).call(x).allclose(nn.functional.avg_pool2d(x * x, 2).mul(4).sqrt()));
        Assert.True(nn.InstanceNorm2d(1).call(x).mean().abs().ToDouble() < 1e-6);
    }

    [Fact]
    public void AModuleGoesThroughTorchSharpsFormat()
    {
        using var one = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2));
        using var two = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2));
        using var stream = new MemoryStream();
        one.save(stream);
        two.load(new MemoryStream(stream.ToArray()));
        foreach (var (name, tensor) in one.state_dict())
            Assert.True(tensor.equal(two.state_dict()[name]), name);
        using var other = nn.Sequential(nn.Linear(3, 2));
        Assert.Contains("7", Assert.Throws<ArgumentException>(() => other.load(new MemoryStream(stream.ToArray()))).Message, StringComparison.Ordinal);
    }
}
