// Numbers as a person reads them.
using PluginHost.Terminal;
using Xunit;

namespace PluginHost.Tests.Terminal;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(2.4512, "2.451")]
    [InlineData(0.51234, "0.5123")]
    [InlineData(0.00012345, "1.23e-04")]
    [InlineData(23.456, "23.46")]
    [InlineData(1234.56, "1,234.6")]
    [InlineData(12, "12")]
    [InlineData(0, "0")]
    [InlineData(-0.5, "-0.5000")]
    [InlineData(double.NaN, "NaN")]
    public void A_value_has_four_digits_that_matter(double value, string expected) => Assert.Equal(expected, Figures.Value(value));

    [Theory]
    [InlineData(12.34, "12.3")]
    [InlineData(843, "843")]
    [InlineData(18_234, "18.2k")]
    [InlineData(999_960, "1.0M")]
    [InlineData(124_439_808, "124.4M")]
    [InlineData(7_000_000_000, "7.0B")]
    public void A_count_is_in_thousands(double value, string expected) => Assert.Equal(expected, Figures.Count(value));

    [Theory]
    [InlineData(41.6, "0:42")]
    [InlineData(59.7, "1:00")]
    [InlineData(3723, "1:02:03")]
    [InlineData(-5, "0:00")]
    public void A_duration_is_as_on_a_clock(double seconds, string expected) => Assert.Equal(expected, Figures.Duration(TimeSpan.FromSeconds(seconds)));
}
