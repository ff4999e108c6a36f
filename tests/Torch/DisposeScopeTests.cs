// Dispose scopes: what they free, what leaves them, and that a loop in them holds memory level.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

[Collection(GlobalSettings.Name)]
public sealed class DisposeScopeTests
{
    public DisposeScopeTests() => Leftovers.Collect();

    [Fact]
    public void AScopeFreesWhatWasMadeInIt()
    {
        var before = Memory.LiveTensors;
        Tensor inner;
        using (var scope = NewDisposeScope())
        {
            inner = ones(2) + 1;
            Assert.Equal(2, scope.DisposablesCount);
        }
        Assert.True(inner.IsInvalid);
        Assert.Equal(before, Memory.LiveTensors);
    }

    [Fact]
    public void ATensorCanMoveToTheScopeAroundOrOut()
    {
        Tensor moved, detached, nested;
        using (NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                moved = ones(1).MoveToOuterDisposeScope();
                detached = ones(1).DetachFromDisposeScope();
                using (NewDisposeScope())
                    nested = ones(1).MoveToOuterDisposeScope();
                Assert.False(nested.IsInvalid);
            }
            Assert.True(nested.IsInvalid);
            Assert.False(moved.IsInvalid);
        }
        Assert.True(moved.IsInvalid);
        Assert.False(detached.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void DisposingByHandTakesATensorOutOfItsScope()
    {
        using var scope = NewDisposeScope();
        var first = ones(1);
        var second = ones(1);
        var third = ones(1);
        first.Dispose();
        Assert.Equal(2, scope.DisposablesCount);
        third.Dispose();
        Assert.Equal(1, scope.DisposablesCount);
        Assert.True(scope.Contains(second));
        scope.DisposeEverythingBut(second);
        Assert.False(second.IsInvalid);
        scope.DisposeEverything();
        Assert.True(second.IsInvalid);
    }

    [Fact]
    public void ClosingAnOuterScopeClosesTheInnerOnes()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        var made = ones(1);
        outer.Dispose();
        Assert.True(made.IsInvalid);
        Assert.NotSame(inner, DisposeScopeManager.CurrentScope);
        inner.Dispose();
        using var later = ones(1);
        Assert.False(later.IsInvalid);
    }

    [Fact]
    public void ScopesAreOfOneThread()
    {
        using var scope = NewDisposeScope();
        Tensor? other = null;
        var thread = new Thread(() =>
        {
            Assert.Null(DisposeScopeManager.CurrentScope);
            other = ones(1);
        });
        thread.Start();
        thread.Join();
        Assert.Equal(0, scope.DisposablesCount);
        other!.Dispose();
    }

    [Fact]
    public void AForgottenTensorIsFreedByTheCollector()
    {
        var before = Memory.LiveTensors;
        Forget();
        for (var i = 0; i < 20 && Memory.LiveTensors > before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.True(Memory.LiveTensors <= before);

        static void Forget()
        {
            for (var i = 0; i < 10; i++)
                _ = ones(10);
        }
    }

    [Fact]
    public void ALoopInScopesHoldsTensorsLevel()
    {
        using var weight = ones(8, 8).requires_grad_();
        long level = 0;
        for (var i = 0; i < 200; i++)
        {
            using (NewDisposeScope())
            {
                var y = (weight.matmul(weight) + 1).relu().softmax(-1).sum();
                y.backward();
                weight.grad = null;
            }
            if (i == 10)
                level = Memory.LiveTensors;
        }
        Assert.Equal(level, Memory.LiveTensors);
    }

    [Fact]
    public void WrappingReturnsOneTensorAndFreesTheRest()
    {
        var before = Memory.LiveTensors;
        using (var made = WrappedTensorDisposeScope(() => ones(2) + ones(2) * 3))
        {
            Assert.Equal([4f, 4f], made.ToArray<float>());
            Assert.Equal(before + 1, Memory.LiveTensors);
        }
        Assert.Equal(before, Memory.LiveTensors);
    }
}
