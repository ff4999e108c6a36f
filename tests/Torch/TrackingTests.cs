// Counting tensors by the place that made them, and that long loops hold memory level.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

[Collection(GlobalSettings.Name)]
public sealed class TrackingTests : IDisposable
{
    private readonly List<Tensor> _kept = [];

    public void Dispose()
    {
        Memory.Track = false;
        _kept.ForEach(tensor => tensor.Dispose());
    }

    [Fact]
    public void TensorsAreCountedByTheFirstFrameOutsideTheBinding()
    {
        Memory.Track = true;
        for (var i = 0; i < 3; i++)
            Keep();
        using (NewDisposeScope())
            _ = ones(5);
        Memory.Track = false;
        var place = Assert.Single(Memory.Places(), place => place.Where.Contains("TrackingTests.Keep", StringComparison.Ordinal));
        Assert.Equal((3L, 3L * 100 * 4), (place.Live, place.Bytes));
        Assert.Contains("TrackingTests.cs:", place.Where, StringComparison.Ordinal);
        _kept.ForEach(tensor => tensor.Dispose());
        place = Assert.Single(Memory.Places(), place => place.Where.Contains("TrackingTests.Keep", StringComparison.Ordinal));
        Assert.Equal((0L, 0L, 3L), (place.Live, place.Bytes, place.Made));
    }

    [Fact]
    public void ALongLoopHoldsNativeAndManagedMemoryLevel()
    {
        using var weight = randn([64, 64]).requires_grad_();
        var (native, managed) = (0L, 0L);
        for (var step = 0; step < 3000; step++)
        {
            using (NewDisposeScope())
            {
                var x = randn([32, 64]);
                utils.checkpoint(value => value.matmul(weight).relu(), x).softmax(-1).pow(2).sum().backward();
                weight.grad = null;
            }
            if (step == 500)
                (native, managed) = (Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: true));
        }
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - managed < 1 << 20, "managed memory grew");
        Assert.True(Environment.WorkingSet - native < 48 << 20, "the process grew");
    }

    private void Keep() => _kept.Add(ones(100));
}
