// The calls that a worker makes ahead: they may cost time, and must change nothing.
using PluginHost.Engine;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.Engine;

public sealed class FirstOperatorsTests
{
    [Fact]
    public void They_draw_no_random_numbers_and_leave_no_tensor()
    {
        FirstOperators.Make();
        using var scope = torch.NewDisposeScope();
        var generator = torch.get_rng_state();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        FirstOperators.Make();
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(torch.equal(generator, torch.get_rng_state()));
    }
}
