// Options out of their ranges, and stages that contradict themselves.
using PluginHost.Tests.Scripting;
using Xunit;

namespace PluginHost.Tests.Sdk;

public sealed class OptionRulesTests
{
    [Theory]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    [InlineData(double.NaN, "NaN")]
    public void A_number_has_to_be_finite(double rate, string shown)
    {
        var fault = Assert.Throws<RecipeException>(() => OptionRules.Validate(new Options { Rate = rate }, "optimizer \"x\""));
        Assert.Equal($"optimizer \"x\": Rate is {shown}; it has to be a finite number.", fault.Message);
    }

    [Fact]
    public void Steps_and_epochs_are_not_both_said()
    {
        var stage = new Recipe(new FakeRecipeHost()).Pretrain("both").Model("m").Data("d").Objective("o").Optimizer("p");
        var fault = Assert.Throws<RecipeException>(() => stage.Epochs(2).Steps(5).ToPlan());
        Assert.Contains("both .Steps(5) and .Epochs(2)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_is_no_regular_file()
    {
        Assert.False(RegularFile.IsAt("/dev/zero"));
        Assert.False(RegularFile.IsAt("/"));
        Assert.False(RegularFile.IsAt("/nowhere"));
        Assert.True(RegularFile.IsAt("/proc/self/exe"));
    }

    private sealed record Options
    {
        public double Rate { get; init; } = 1;
    }
}
