// torch.histogram: counts per bin, the bins given by number, by edges or by a rule.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>Counts in bins of equal width; <paramref name="density"/> scales them to an integral of one.</summary>
    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, long bins, (double min, double max)? range = null, Tensor? weight = null, bool density = false) =>
        Calls.histogram_bin_ct(input, bins, range is { } ends ? [ends.min, ends.max] : [], weight, density);

    /// <summary>Counts between the edges.</summary>
    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, Tensor bins, Tensor? weight = null, bool density = false) => Calls.histogram_bins_tensor(input, bins, weight, density);

    /// <summary>Counts in bins of equal width, as many as the rule finds.</summary>
    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, HistogramBinSelector bins, (double min, double max)? range = null, bool density = false)
    {
        using var flat = input.to(ScalarType.Float64).cpu().reshape(-1);
        var all = flat.ToArray<double>();
        var (low, high) = range ?? (all.Length == 0 ? (0, 1) : (all.Min(), all.Max()));
        if (!double.IsFinite(low) || !double.IsFinite(high) || low > high)
            throw new ArgumentException($"histogram: the range from {low} to {high} is not one.", nameof(range));
        double[] values = [.. all.Where(value => value >= low && value <= high)];
        if (low == high)
            (low, high) = (low - 0.5, high + 0.5);
        var width = values.Length == 0 ? 0 : Width(bins, values, low, high);
        var count = width > 0 ? Math.Max(1, (long)Math.Ceiling((high - low) / width)) : 1;
        using var kept = tensor(values);
        return Calls.histogram_bin_ct(kept, count, [low, high], null, density);
    }

    private static double Width(HistogramBinSelector rule, double[] values, double low, double high)
    {
        double n = values.Length;
        var extent = values.Max() - values.Min();
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        switch (rule)
        {
            case HistogramBinSelector.Sqrt:
                return extent / Math.Sqrt(n);
            case HistogramBinSelector.Sturges:
                return extent / (Math.Log2(n) + 1);
            case HistogramBinSelector.Rice:
                return extent / (2 * Math.Cbrt(n));
            case HistogramBinSelector.Scott:
                return Math.Cbrt(24 * Math.Sqrt(Math.PI) / n) * deviation;
            case HistogramBinSelector.Doane when n > 2 && deviation > 0:
                var skewness = Math.Abs(values.Average(value => Math.Pow((value - mean) / deviation, 3)));
                var spread = Math.Sqrt(6 * (n - 2) / ((n + 1) * (n + 3)));
                return extent / (1 + Math.Log2(n) + Math.Log2(1 + skewness / spread));
            case HistogramBinSelector.Stone when n > 1 && extent > 0:
                var most = (int)Math.Max(100, Math.Sqrt(n));
                return extent / Enumerable.Range(1, most).MinBy(bins => Error(values, bins, low, high, extent));
            default:
                return 0;
        }
    }

    // Stone's estimate of the error of a histogram with that many bins, up to what does not depend on their number.
    private static double Error(double[] values, int bins, double low, double high, double extent)
    {
        var counts = new double[bins];
        foreach (var value in values)
            counts[Math.Min(bins - 1, (int)((value - low) / (high - low) * bins))]++;
        double n = values.Length;
        return (2 - (n + 1) * counts.Sum(count => count / n * (count / n))) / (extent / bins);
    }
}
