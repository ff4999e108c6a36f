// Gradients against central differences in float64, and what autograd's switches do.
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PluginHost.Tests.Torch;

public sealed class GradientTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string> Functions => [.. s_functions.Keys];

    private static readonly Dictionary<string, (Func<Tensor[], Tensor> Function, long[][] Shapes)> s_functions = new()
    {
        ["arithmetic"] = (x => x[0] * x[1] - x[0] / (x[1] * x[1] + 2) + 3 / (x[0] * x[0] + 1), [[3, 2], [3, 2]]),
        ["broadcast"] = (x => x[0] * x[1], [[3, 2], [1, 2]]),
        ["matmul"] = (x => x[0].matmul(x[1]), [[2, 3, 4], [4, 2]]),
        ["linear"] = (x => F.linear(x[0], x[1], x[2]), [[5, 3], [2, 3], [2]]),
        ["layer norm"] = (x => F.layer_norm(x[0], [4], x[1], x[2]), [[3, 4], [4], [4]]),
        ["rms norm"] = (x => F.rms_norm(x[0], [4], x[1], 1e-6), [[3, 4], [4]]),
        ["gelu"] = (x => F.gelu(x[0]) + F.gelu(x[0], "tanh"), [[7]]),
        ["silu and friends"] = (x => F.silu(x[0]) + x[0].tanh() + x[0].sigmoid() + F.softplus(x[0]) + F.elu(x[0]), [[7]]),
        ["softmax"] = (x => F.softmax(x[0], -1) + F.log_softmax(x[0], 0), [[3, 4]]),
        ["cross entropy"] = (x => F.cross_entropy(x[0], tensor([1L, 3L, -100L]), label_smoothing: 0.1), [[3, 4]]),
        ["losses"] = (x => F.mse_loss(x[0], x[1]) + F.binary_cross_entropy_with_logits(x[0], full_like(x[0], 0.3)) + F.kl_div(F.log_softmax(x[0], 1), F.softmax(x[1], 1), log_target: false), [[3, 2], [3, 2]]),
        ["attention"] = (x => F.scaled_dot_product_attention(x[0], x[1], x[2], is_casual: true), [[2, 2, 4, 3], [2, 2, 4, 3], [2, 2, 4, 3]]),
        ["attention with a mask"] = (x => F.scaled_dot_product_attention(x[0], x[1], x[2], ones(4, 5, dtype: ScalarType.Bool).tril(1)), [[2, 2, 4, 3], [2, 2, 5, 3], [2, 2, 5, 3]]),
        ["convolution"] = (x => F.conv2d(x[0], x[1], x[2], strides: [2, 1], padding: [1, 1]), [[2, 2, 4, 3], [3, 2, 3, 3], [3]]),
        ["pooling"] = (x => F.avg_pool2d(x[0], 2) + F.adaptive_avg_pool2d(x[0], 2), [[1, 2, 4, 4]]),
        ["indexing"] = (x => x[0][.., 1..].sum(1) * x[0][tensor([0L, 0L, 2L])][.., 0], [[3, 4]]),
        ["gather and embedding"] = (x => x[0].gather(1, tensor(new long[,] { { 0, 0 }, { 2, 1 } })).sum() + F.embedding(tensor([1L, 1L, 0L]), x[0]).sum(0), [[2, 3]]),
        ["cat, stack, split"] = (x => stack([cat([x[0], x[1]], 1).split([1, 2], 1)[1], x[0]]), [[2, 2], [2, 1]]),
        ["norm and logsumexp"] = (x => x[0].norm() + x[0].logsumexp(1).sum() + x[0].pow(3).mean(), [[3, 2]]),
        ["decompositions"] = (x => linalg.inv(x[0]).sum() + linalg.det(x[0]), [[3, 3]]),
        ["normalize"] = (x => F.normalize(x[0], dim: 1).sum(0) + F.cosine_similarity(x[0], x[1], 0), [[3, 2], [3, 2]]),
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void AgreeWithCentralDifferences(string name)
    {
        var (function, shapes) = s_functions[name];
        Numbers.Gradients(function, [.. shapes.Select((shape, i) => Numbers.Random(11 + i, shape))]);
    }

    [Fact]
    public void AccumulateUntilTheyAreCleared()
    {
        var x = tensor([1.0, 2.0]).requires_grad_();
        Assert.Null(x.grad);
        (x * x).sum().backward();
        (x * x).sum().backward();
        Numbers.Equal([2], [4, 8], x.grad!);
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void FlowIntoTheGivenDirection()
    {
        var x = tensor([1.0, 2.0]).requires_grad_();
        (x * x).backward(tensor([1.0, 10.0]));
        Numbers.Equal([2], [2, 40], x.grad!);
    }

    [Fact]
    public void CanBeTakenTwice()
    {
        var x = tensor(3.0).requires_grad_();
        var first = autograd.grad([x.pow(3)], [x], create_graph: true)[0];
        var second = autograd.grad([first], [x])[0];
        Assert.Equal(27, first.ToDouble());
        Assert.Equal(18, second.ToDouble());
    }

    [Fact]
    public void OfAnUnusedInputAreNullWhenThatIsAllowed()
    {
        var x = tensor(3.0).requires_grad_();
        var y = tensor(1.0).requires_grad_();
        Assert.Null(autograd.grad([x * 2], [x, y], allow_unused: true)[1]);
        Assert.Throws<TorchException>(() => autograd.grad([x * 2], [x, y]));
    }

    [Fact]
    public void NoGradRecordsNothingAndNests()
    {
        var x = tensor(3.0).requires_grad_();
        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
                Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }
        Assert.True(is_grad_enabled());
        Assert.StartsWith("MulBackward", (x * 2).grad_fn, StringComparison.Ordinal);
        Assert.False((x * 2).is_leaf);
    }

    [Fact]
    public void InferenceModeMakesTensorsOutsideOfEveryGraph()
    {
        Tensor made;
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            made = ones(2) * 2;
        }
        Assert.True(made.is_inference);
        Assert.False(is_inference_mode_enabled());
    }

    [Fact]
    public void AutocastLowersMatrixProductsOnly()
    {
        var x = randn(4, 4, generator: new Generator(1));
        using (autocast(CPU, ScalarType.BFloat16))
        {
            Assert.Equal(ScalarType.BFloat16, x.matmul(x).dtype);
            Assert.Equal(ScalarType.Float32, (x + x).dtype);
            Assert.True(is_autocast_enabled(DeviceType.CPU));
        }
        Assert.Equal(ScalarType.Float32, x.matmul(x).dtype);
        Assert.False(is_autocast_enabled(DeviceType.CPU));
    }

    [Fact]
    public void AGraphIsGoneAfterBackwardUnlessItIsKept()
    {
        var x = tensor(3.0).requires_grad_();
        var y = x * x;
        y.backward(retain_graph: true);
        y.backward();
        Assert.Equal(12, x.grad!.ToDouble());
        var error = Assert.Throws<TorchException>(() => y.backward());
        Assert.Contains("second time", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GradientsAreClippedByTheirCommonNorm()
    {
        var a = new Parameter(zeros(2));
        var b = new Parameter(zeros(1));
        a.grad = tensor([3f, 0f]);
        b.grad = tensor([4f]);
        Assert.Equal(5, nn.utils.clip_grad_norm_([a, b], 1), 1e-5);
        Numbers.Equal([2], [0.6, 0], a.grad!, 1e-5);
        Numbers.Equal([1], [0.8], b.grad!, 1e-5);
        nn.utils.clip_grad_value_([a, b], 0.7);
        Numbers.Equal([1], [0.7], b.grad!, 1e-5);
        Numbers.Equal([3], [0, 0, 0], nn.utils.parameters_to_vector([a, b]));
    }
}
