// A curve in bounded memory covers the whole history.
using PluginHost.Terminal;
using Xunit;

namespace PluginHost.Tests.Terminal;

public sealed class LossCurveTests
{
    [Fact]
    public void However_long_the_run_the_points_stay_few_and_cover_it_evenly()
    {
        var curve = LossCurve.Empty;
        for (var i = 0; i < 10_000; i++) curve = curve.Add(i);
        Assert.InRange(curve.Points.Length, LossCurve.Capacity / 2, LossCurve.Capacity);
        Assert.True(curve.Points.Zip(curve.Points.Skip(1)).All(pair => Math.Abs(pair.Second - pair.First - curve.ValuesPerPoint) < 1e-9));
        Assert.Equal((curve.ValuesPerPoint - 1) / 2.0, curve.Points[0], 9);
    }

    [Fact]
    public void What_is_not_finite_leaves_no_trace()
    {
        var curve = LossCurve.Empty.Add(1).Add(double.NaN).Add(double.PositiveInfinity).Add(2);
        Assert.Equal([1, 2], curve.Points);
    }

    [Theory]
    [InlineData(true, "▁▃▆█")]
    [InlineData(false, "_-*@")]
    public void A_sparkline_goes_from_the_least_to_the_greatest(bool unicode, string expected)
    {
        var curve = new[] { 1.0, 2, 3, 4 }.Aggregate(LossCurve.Empty, (sum, value) => sum.Add(value));
        Assert.Equal(expected, Sparkline.Draw(curve, 10, unicode));
        Assert.Equal(2, Sparkline.Draw(curve, 2, unicode).Length);
        Assert.Equal("", Sparkline.Draw(LossCurve.Empty.Add(1), 10, unicode));
    }
}
