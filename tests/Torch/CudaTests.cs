// What only a GPU can show. Marked, so that tests/gpu.sh runs these and nothing else; skipped where there is no GPU.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

[Trait("device", "gpu")]
[Collection(GlobalSettings.Name)]
public sealed class CudaTests : IDisposable
{
    private readonly DisposeScope _scope;

    public CudaTests()
    {
        Assert.SkipUnless(cuda.is_available(), "This libtorch sees no GPU.");
        // After the question: a test that is skipped here is not disposed of, and its scope would stay open.
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void ProductsAgreeWithTheCpu()
    {
        var (a, b) = (randn([64, 96]), randn([96, 32]));
        var expected = a.matmul(b).ToArray<float>();
        var got = a.cuda().matmul(b.cuda()).cpu().ToArray<float>();
        Assert.All(expected.Zip(got), pair => Assert.Equal(pair.First, pair.Second, 1e-2f));
    }

    [Fact]
    public void BackwardOnTheDevice()
    {
        var x = ones([3], device: CUDA).requires_grad_();
        (x * x).sum().backward();
        Assert.Equal([2f, 2f, 2f], x.grad!.cpu().ToArray<float>());
    }

    [Fact]
    public void MemoryIsCountedAndGivenBack()
    {
        cuda.empty_cache();
        cuda.reset_peak_memory_stats();
        var before = cuda.memory_allocated();
        using (empty([1 << 20], device: CUDA))
            Assert.True(cuda.memory_allocated() - before >= 4 << 20);
        Assert.Equal(before, cuda.memory_allocated());
        Assert.True(cuda.max_memory_allocated() - before >= 4 << 20);
        Assert.True(cuda.memory_reserved() >= cuda.memory_allocated());
        var (free, total) = cuda.mem_get_info();
        Assert.InRange(free, 1, total);
    }

    [Fact]
    public void TooMuchIsAnOutOfMemoryException() =>
        Assert.Throws<TorchOutOfMemoryException>(() => empty([1L << 42], device: CUDA));

    [Fact]
    public void EventsMeasureAndStreamsWait()
    {
        using var start = new cuda.Event(enable_timing: true);
        using var end = new cuda.Event(enable_timing: true);
        var side = new cuda.Stream();
        var x = randn([512, 512], device: CUDA);
        side.wait_stream(cuda.current_stream());
        Tensor y;
        using (cuda.stream(side))
        {
            start.record();
            y = x.matmul(x);
            end.record();
        }
        end.synchronize();
        Assert.True(end.query());
        Assert.True(start.elapsed_time(end) >= 0);
        cuda.current_stream().wait_stream(side);
        Assert.Equal(x.matmul(x).sum().ToSingle(), y.sum().ToSingle(), 1f);
    }

    [Fact]
    public void AGraphRepeatsItsWorkOnNewInputs()
    {
        var input = ones([4], device: CUDA);
        var output = zeros([4], device: CUDA);
        void Work() => output.copy_(input * 2 + 1);
        Work();
        using var graph = new cuda.CUDAGraph();
        cuda.graph(graph, Work);
        input.fill_(5);
        graph.replay();
        cuda.synchronize();
        Assert.Equal([11f, 11f, 11f, 11f], output.cpu().ToArray<float>());
    }

    [Fact]
    public void RandomNumbersOfTheDeviceAreRestored()
    {
        var state = cuda.get_rng_state();
        var first = rand([8], device: CUDA).cpu().ToArray<float>();
        cuda.set_rng_state(state);
        Assert.Equal(first, rand([8], device: CUDA).cpu().ToArray<float>());
    }

    [Fact]
    public void AutocastAndCheckpointingWithDropout()
    {
        Assert.Equal(Gradient(checkpointed: false), Gradient(checkpointed: true));

        static float[] Gradient(bool checkpointed)
        {
            manual_seed(5);
            var x = randn([16, 16], device: CUDA).requires_grad_();
            Tensor Body(Tensor value) => nn.functional.dropout(value.matmul(value), 0.5, true);
            using (autocast(DeviceType.CUDA, ScalarType.BFloat16))
                (checkpointed ? utils.checkpoint(Body, x) : Body(x)).to(ScalarType.Float32).sum().backward();
            return x.grad!.cpu().ToArray<float>();
        }
    }
}
