// Which checkpoints stay.
using PluginHost.Engine;
using Xunit;

namespace PluginHost.Tests.Engine.Checkpoints;

public sealed class RetentionTests
{
    [Theory]
    [InlineData(2, null, null, false, "10 20 30")]
    [InlineData(1, null, null, false, "10 20 30 40")]
    [InlineData(1, 20L, null, false, "10 30")]
    [InlineData(1, null, "loss", false, "10 30 40")]
    [InlineData(1, null, "accuracy", true, "10 20 40")]
    public void The_newest_the_regular_and_the_best_stay(int last, long? every, string? best, bool higher, string gone)
    {
        // Best by less at 20, by more at 30.
        double?[] metrics = [2, 1, 5, null, 3];
        var there = metrics.Select((metric, index) => new Retention.Kept($"{(index + 1) * 10}", (index + 1) * 10, best is null ? null : metric)).Reverse().ToList();
        var surplus = new Retention(last, every, best, higher).Surplus(there, "50").Select(int.Parse).Order();
        Assert.Equal(gone, string.Join(' ', surplus));
    }

    [Fact]
    public void After_going_back_the_later_steps_are_the_older_checkpoints()
    {
        Retention.Kept[] there = [new("90", 90, null), new("80", 80, null), new("70", 70, null), new("60", 60, null)];
        Assert.Equal(["90", "80"], new Retention(2).Surplus(there, "70").Order(StringComparer.Ordinal).Reverse());
    }
}
