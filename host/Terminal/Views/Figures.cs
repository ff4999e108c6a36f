// Numbers as a person reads them on a line of 80 columns.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Terminal;

/// <summary>Numbers as a person reads them: few digits, units of thousands, times as on a clock.</summary>
public static class Figures
{
    /// <summary>A loss or a metric: four significant digits, whole numbers as they are, "NaN" as it is.</summary>
    public static string Value(double value)
    {
        if (!double.IsFinite(value)) return value.ToString(CultureInfo.InvariantCulture);
        if (value == Math.Floor(value) && Math.Abs(value) < 1e15) return Whole((long)value);
        var size = Math.Abs(value);
        return size switch
        {
            < 0.001 => Text(value, "0.00e+00"),
            < 1 => Text(value, "0.0000"),
            < 10 => Text(value, "0.000"),
            < 100 => Text(value, "0.00"),
            < 10_000 => Text(value, "#,0.0"),
            _ => Text(value, "#,0"),
        };
    }

    /// <summary>A learning rate, as in 3.0e-04.</summary>
    public static string LearningRate(double value) => Text(value, "0.0e+00");

    /// <summary>A whole number with separators.</summary>
    public static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A count in units of thousands, as in 812.5k or 124.4M.</summary>
    public static string Count(double value) => Math.Abs(value) switch
    {
        < 100 => Text(value, "0.#"),
        < 1_000 => Text(value, "0"),
        < 999_950 => Text(value / 1e3, "0.0") + "k",
        < 999_950_000 => Text(value / 1e6, "0.0") + "M",
        _ => Text(value / 1e9, "#,0.0") + "B",
    };

    /// <summary>A time as on a clock: 0:42, 12:05, 1:02:03.</summary>
    public static string Duration(TimeSpan span)
    {
        var seconds = (long)Math.Round(Math.Max(0, span.TotalSeconds));
        return seconds < 3600
            ? $"{seconds / 60}:{seconds % 60:00}"
            : $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}";
    }

    /// <summary>The figures of an evaluation on one line, the loss first: "loss 2.451, accuracy 0.8120".</summary>
    public static string Metrics(IReadOnlyDictionary<string, double> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return string.Join(", ", metrics.OrderBy(metric => metric.Key != "loss").ThenBy(metric => metric.Key, StringComparer.Ordinal)
            .Select(metric => $"{metric.Key} {Value(metric.Value)}"));
    }

    /// <summary>A reported figure or text.</summary>
    public static string Reported(JsonNode? value) => value switch
    {
        null => "-",
        JsonValue number when number.GetValueKind() == JsonValueKind.Number =>
            Value(double.Parse(number.ToJsonString(), CultureInfo.InvariantCulture)),
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
