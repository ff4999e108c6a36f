// Autocast on the CPU: what it casts, nesting, leaving, and that a weight used without a graph first still gets its gradient.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

public sealed class AutocastTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _x = ones(4, 4);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void ProductsAreLowAndTheRestIsNot()
    {
        using (autocast(DeviceType.CPU))
        {
            Assert.True(is_autocast_enabled(DeviceType.CPU));
            Assert.Equal(ScalarType.BFloat16, _x.matmul(_x).dtype);
            Assert.Equal(ScalarType.Float32, _x.add(1).dtype);
        }
        Assert.False(is_autocast_enabled(DeviceType.CPU));
        Assert.Equal(ScalarType.Float32, _x.matmul(_x).dtype);
    }

    [Fact]
    public void RegionsNest()
    {
        using (autocast(DeviceType.CPU))
        {
            using (autocast(DeviceType.CPU, enabled: false))
                Assert.Equal(ScalarType.Float32, _x.matmul(_x).dtype);
            Assert.Equal(ScalarType.BFloat16, _x.matmul(_x).dtype);
        }
        Assert.Throws<ArgumentException>(() => autocast(DeviceType.CPU, ScalarType.Int64));
    }

    [Fact]
    public void LeavingClearsTheCacheOfCastWeights()
    {
        var weight = ones(4, 4).requires_grad_();
        Assert.Equal(4, Product());
        using (no_grad())
            weight.fill_(2);
        // A cached copy of the first time would still give 4.
        Assert.Equal(8, Product());

        float Product()
        {
            using (autocast(DeviceType.CPU))
                return _x.matmul(weight)[0, 0].ToSingle();
        }
    }

    [Fact]
    public void AWeightThatACheckpointUsedFirstStillGetsItsGradient()
    {
        var weight = ones(4, 4).requires_grad_();
        Tensor loss;
        using (autocast(DeviceType.CPU))
        {
            var first = utils.checkpoint(x => x.matmul(weight), _x);
            loss = first.matmul(weight).sum().to(ScalarType.Float32);
        }
        loss.backward();
        // Once as the left factor's inside and once as the right one: 16 + 16 in each column.
        Assert.All(weight.grad!.ToArray<float>(), value => Assert.Equal(32f, value));
    }
}
