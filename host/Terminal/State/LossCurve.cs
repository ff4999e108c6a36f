// The history of a figure in bounded memory, for a sparkline: however long the run, at most Capacity points.
using System.Collections.Immutable;

namespace PluginHost.Terminal;

/// <summary>
/// The history of a figure in at most <see cref="Capacity"/> points. When they are used up, neighbours are averaged and every later point
/// stands for twice as many values, so that the curve always covers the whole stage evenly.
/// </summary>
public sealed record LossCurve
{
    /// <summary>The most points that are kept.</summary>
    public const int Capacity = 128;

    /// <summary>A curve without points.</summary>
    public static LossCurve Empty { get; } = new();

    /// <summary>The points, oldest first; each the mean of <see cref="ValuesPerPoint"/> values.</summary>
    public ImmutableArray<double> Points { get; init; } = [];

    /// <summary>How many values one point stands for; a power of two.</summary>
    public int ValuesPerPoint { get; init; } = 1;

    /// <summary>The sum of the values that do not make a whole point yet.</summary>
    public double PendingSum { get; init; }

    /// <summary>How many values do not make a whole point yet.</summary>
    public int PendingCount { get; init; }

    /// <summary>The curve with one more value; one that is not finite leaves it as it is.</summary>
    public LossCurve Add(double value)
    {
        if (!double.IsFinite(value)) return this;
        var sum = PendingSum + value;
        var count = PendingCount + 1;
        if (count < ValuesPerPoint) return this with { PendingSum = sum, PendingCount = count };
        var points = Points.Add(sum / count);
        if (points.Length < Capacity) return this with { Points = points, PendingSum = 0, PendingCount = 0 };
        var halved = ImmutableArray.CreateBuilder<double>(Capacity / 2);
        for (var i = 0; i < Capacity; i += 2) halved.Add((points[i] + points[i + 1]) / 2);
        return new LossCurve { Points = halved.MoveToImmutable(), ValuesPerPoint = ValuesPerPoint * 2 };
    }

    /// <summary>At most <paramref name="width"/> points that cover the whole curve: means of equal stretches.</summary>
    public IReadOnlyList<double> Resample(int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (Points.Length <= width) return Points;
        var result = new double[width];
        for (var i = 0; i < width; i++)
        {
            var from = i * Points.Length / width;
            var to = (i + 1) * Points.Length / width;
            result[i] = Points.AsSpan()[from..to].ToArray().Average();
        }

        return result;
    }
}
