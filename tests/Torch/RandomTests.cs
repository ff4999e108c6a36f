// Seeds, generators and settings of the process.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

[Collection(GlobalSettings.Name)]
public sealed class RandomTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void TheSameSeedGivesTheSameNumbers()
    {
        manual_seed(5);
        var first = randn(4).ToArray<float>();
        manual_seed(5);
        Assert.Equal(first, randn(4).ToArray<float>());
        manual_seed(6);
        Assert.NotEqual(first, randn(4).ToArray<float>());
    }

    [Fact]
    public void AGeneratorOfItsOwnLeavesTheGlobalOneAlone()
    {
        manual_seed(5);
        var first = rand(3).ToArray<float>();
        manual_seed(5);
        using var own = new Generator(1);
        var other = rand(3, generator: own).ToArray<float>();
        Assert.NotEqual(first, other);
        Assert.Equal(first, rand(3).ToArray<float>());
        Assert.Equal(1, own.initial_seed());
        own.manual_seed(1);
        Assert.Equal(other, rand(3, generator: own).ToArray<float>());
    }

    [Fact]
    public void AStateCanBeTakenAndRestored()
    {
        using var generator = new Generator(9);
        _ = randn(3, generator: generator);
        var state = generator.get_state();
        var first = randn(5, generator: generator).ToArray<float>();
        generator.set_state(state);
        Assert.Equal(first, randn(5, generator: generator).ToArray<float>());
        var global = get_rng_state();
        var next = rand(2).ToArray<float>();
        set_rng_state(global);
        Assert.Equal(next, rand(2).ToArray<float>());
        Assert.Throws<TorchException>(() => generator.set_state(ones(3)));
    }

    [Fact]
    public void DistributionsStayInTheirRange()
    {
        var generator = new Generator(2);
        var draws = randint(3, 7, [1000], generator: generator);
        Assert.Equal(3, draws.min().item<long>());
        Assert.Equal(6, draws.max().item<long>());
        Assert.Equal([.. Enumerable.Range(0, 10).Select(i => (long)i)], randperm(10, generator: generator).ToArray<long>().Order());
        Assert.Equal(0.3, full(20000, 0.3).bernoulli(generator).mean().item<float>(), 0.02);
        var picks = multinomial(tensor([0.0, 1.0, 3.0]), 1000, true, generator);
        Assert.Equal(0, (picks == 0).sum().item<long>());
        Assert.InRange((picks == 2).sum().item<long>(), 680, 820);
    }

    [Fact]
    public void ThreadsAndDeterminismCanBeSetAndRead()
    {
        var threads = get_num_threads();
        try
        {
            set_num_threads(2);
            Assert.Equal(2, get_num_threads());
            use_deterministic_algorithms(true);
            Assert.True(are_deterministic_algorithms_enabled());
        }
        finally
        {
            use_deterministic_algorithms(false);
            set_num_threads(threads);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => set_num_threads(0));
    }

    [Fact]
    public void CapabilitiesTellWhatThereIs()
    {
        Assert.Matches(@"^\d+\.\d+", Capabilities.Version);
        Assert.True(Capabilities.HasOperator("aten::add.Tensor"));
        Assert.False(Capabilities.HasOperator("aten::no_such_operator"));
        Assert.StartsWith("aten::relu(Tensor self)", Capabilities.Schema("aten::relu"), StringComparison.Ordinal);
        Assert.Null(Capabilities.Schema("nonsense"));
        Assert.Equal(DeviceType.CPU, Capabilities.Devices[0].type);
        Assert.Contains("aten::add.Tensor", Capabilities.OperatorNames());
        Assert.NotEqual("unknown", Capabilities.CpuCapability);
        Assert.False(Capabilities.Answers("a test", CPU, _ => throw new TorchException("no")));
        Assert.False(Capabilities.Answers("a test", CPU, _ => Assert.Fail("the answer is remembered")));
    }

    [Fact]
    public void AnyOperatorCanBeCalledByItsName()
    {
        var x = tensor([1.0, 2.0]);
        Numbers.Equal([2], [3, 6], (Tensor)ops.call("aten::add.Tensor", x, x, 2)[0]!);
        Numbers.Equal([2], [2, 4], (Tensor)ops.call("aten::add.Tensor", x, x, ops.Default)[0]!);
        Assert.Equal(2, ((Tensor[])ops.call("aten::split.Tensor", x, 1)[0]!).Length);
        Numbers.Equal([1, 2], [1, 2], (Tensor)ops.call("aten::reshape", x, new long[] { 1, 2 })[0]!);
        Numbers.Equal([4], [1, 2, 1, 2], (Tensor)ops.call("aten::cat", new[] { x, x }, 0)[0]!);
        Assert.Contains("no such operator", Assert.Throws<TorchException>(() => ops.call("aten::nonsense")).Message, StringComparison.Ordinal);
        Assert.Contains("argument 'other' expects Tensor, got a string", Assert.Throws<TorchException>(() => ops.call("aten::add.Tensor", x, "y")).Message, StringComparison.Ordinal);
        Assert.Throws<TorchException>(() => ops.call("aten::add.Tensor", x));
        Assert.Throws<TorchException>(() => ops.call("aten::relu", x, 1, 2));
        Assert.Throws<ArgumentException>(() => ops.call("aten::relu", new object()));
    }

    [Fact]
    public void ErrorsFromManyThreadsStayApart()
    {
        Parallel.For(0, 64, i =>
        {
            using var scope = NewDisposeScope();
            var error = Assert.Throws<TorchException>(() => ones(i + 2).add(ones(i + 3)));
            Assert.Contains($"[{i + 2}]", error.Message, StringComparison.Ordinal);
        });
    }
}
