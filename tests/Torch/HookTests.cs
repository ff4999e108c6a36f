// Hooks of gradients: what they see and change, what becomes of their exceptions, and that nothing of them stays.
using TorchSharp;
using TorchSharp.Autograd;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

[Collection(GlobalSettings.Name)]
public sealed class HookTests : IDisposable
{
    public HookTests() => Leftovers.Collect();

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void AHookSeesAndReplacesTheGradientOfALeaf()
    {
        var x = tensor(new[] { 1.0, 2.0 }).requires_grad_();
        double[] seen = [];
        x.register_hook(gradient => { seen = gradient.data<double>().ToArray(); });
        x.register_hook(gradient => gradient * 10);
        (x * x).sum().backward();
        Assert.Equal([2.0, 4.0], seen);
        Numbers.Equal([2], [20, 40], x.grad!);
    }

    [Fact]
    public void AHookInTheMiddleChangesWhatComesBefore()
    {
        var x = tensor(3.0).requires_grad_();
        var y = x * x;
        y.register_hook(gradient => gradient * 2);
        y.register_hook(gradient => gradient + 1);
        y.retain_grad();
        (y * 5).backward();
        Assert.Equal(11, y.grad!.ToDouble());
        Assert.Equal(66, x.grad!.ToDouble());
        Assert.False(y.is_leaf);
        Assert.True(y.retains_grad);
        Assert.False(x.retains_grad);
        Assert.Equal("MulBackward0", y.grad_fn);
    }

    [Fact]
    public void ARemovedHookRunsNoMoreAlsoWhenItRemovesItself()
    {
        var x = tensor(3.0).requires_grad_();
        var runs = 0;
        nn.HookRemover? once = null;
        once = x.register_hook(_ =>
        {
            runs++;
            once!.remove();
        });
        var other = x.register_hook(_ => { runs += 10; });
        (x * x).backward();
        (x * x).backward();
        Assert.Equal(21, runs);
        other.Dispose();
        other.Dispose();
        (x * x).backward();
        Assert.Equal(21, runs);
    }

    [Fact]
    public void AHookMayBeRemovedAfterItsTensorWasChangedInPlace()
    {
        var x = tensor(3.0).requires_grad_();
        var y = x * 1;
        var first = 0;
        var second = 0;
        var remover = y.register_hook(_ => { first++; });
        y.mul_(2);
        y.register_hook(_ => { second++; });
        remover.remove();
        y.backward();
        Assert.Equal((0, 1), (first, second));
        Assert.Equal(2, x.grad!.ToDouble());
    }

    [Fact]
    public void AnExceptionOfAHookComesOutOfBackward()
    {
        var x = tensor(3.0).requires_grad_();
        var y = x * x;
        using (y.register_hook(new Func<Tensor, Tensor?>(_ => throw new InvalidOperationException("not this gradient"))))
        {
            var error = Assert.Throws<TorchException>(() => y.backward());
            Assert.IsType<InvalidOperationException>(error.InnerException);
            Assert.Contains("a hook of a gradient failed: not this gradient", error.Message, StringComparison.Ordinal);
        }
        (x * x).backward();
        Assert.Equal(6, x.grad!.ToDouble());
    }

    [Fact]
    public void AGradientOfAnotherShapeIsRefused()
    {
        var x = ones(2).requires_grad_();
        x.register_hook(_ => ones(3));
        var error = Assert.Throws<TorchException>(() => x.sum().backward());
        Assert.Contains("size", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATensorWithoutGradientTakesNoHook()
    {
        var before = FunctionTrampoline.Live;
        var error = Assert.Throws<TorchException>(() => ones(2).register_hook(gradient => gradient));
        Assert.Contains("set requires_grad first", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, FunctionTrampoline.Live);
    }

    [Fact]
    public void HooksDieWithTheirGraphAndMayBeRemovedAfterwards()
    {
        var before = FunctionTrampoline.Live;
        var live = Memory.LiveTensors;
        nn.HookRemover remover;
        using (NewDisposeScope())
        {
            var x = tensor(3.0).requires_grad_();
            var y = x * x;
            remover = y.register_hook(gradient => gradient * 2);
            x.register_hook(gradient => gradient * 2);
            Assert.Equal(before + 2, FunctionTrampoline.Live);
            var z = y * 2;
            // The graph holds the hook, not the handle of the tensor.
            y.Dispose();
            z.backward();
            Assert.Equal(48, x.grad!.ToDouble());
        }
        Assert.Equal(before, FunctionTrampoline.Live);
        Assert.Equal(live, Memory.LiveTensors);
        remover.remove();
    }

    [Fact]
    public void AHookSetAnewInEachStepHoldsNothing()
    {
        var before = FunctionTrampoline.Live;
        var weight = ones(4).requires_grad_();
        for (var step = 0; step < 100; step++)
            using (weight.register_hook(gradient => gradient * 2))
            using (NewDisposeScope())
                weight.sum().backward();
        Numbers.Equal([4], [200, 200, 200, 200], weight.grad!);
        Assert.Equal(before, FunctionTrampoline.Live);
    }

    [Fact]
    public void AHookTakesPartInTheGraphOfTheGradient()
    {
        var x = tensor(3.0).requires_grad_();
        var y = x * 1;
        y.register_hook(gradient => gradient * gradient);
        var first = autograd.grad([y * y], [x], create_graph: true)[0];
        Assert.Equal(36, first.ToDouble());
        Assert.Equal(24 * 24, autograd.grad([first], [x])[0].ToDouble());
    }
}
