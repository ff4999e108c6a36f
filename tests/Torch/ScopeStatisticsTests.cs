// What a thread made and disposed of, and what scopes do with tensors that are not theirs.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

public sealed class ScopeStatisticsTests
{
    [Fact]
    public void CountsFollowTensorsThroughScopes()
    {
        var counts = DisposeScopeManager.Statistics.TensorStatistics;
        counts.Reset();
        var outside = tensor(1);
        using (var scope = NewDisposeScope())
        {
            var kept = scope.Detach(tensor(2));
            tensor(3).Dispose();
            scope.Attach(outside);
            kept.Dispose();
        }
        Assert.True(outside.IsInvalid);
        Assert.Equal(
            "ThreadTotalLiveCount: 0; CreatedOutsideScopeCount: 1; DisposedOutsideScopeCount: 1; CreatedInScopeCount: 2; DisposedInScopeCount: 2; AttachedToScopeCount: 1; DetachedFromScopeCount: 1",
            counts.ToString());
    }

    [Fact]
    public void AScopeLeavesATensorThatItDoesNotHoldWhereItIs()
    {
        using var free = tensor(1);
        using (NewDisposeScope())
        {
            using var inner = NewDisposeScope();
            inner.MoveToOuter(free);
            Assert.Empty(inner.DisposablesView);
        }
        Assert.False(free.IsInvalid);
    }

    [Fact]
    public void ATensorMovesToTheScopeOfAnother()
    {
        using var outer = NewDisposeScope();
        var anchor = tensor(1);
        Tensor moved;
        using (NewDisposeScope())
            moved = tensor(2).MoveToOtherDisposeScope(anchor);
        Assert.False(moved.IsInvalid);
        Assert.True(outer.Contains(moved));
    }
}
