// One line of events.jsonl as plain JSON: what comes from a newer host, or from nobody that this code knows, is kept as it is.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Engine;

/// <summary>One line of a run's events, read without knowing its type.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="End">Where in the file the next line begins.</param>
/// <param name="Text">UTF-8, without the line's end.</param>
/// <param name="Type">The event's type; <c>unreadable</c> for half a line, which a power cut or a full disk leaves.</param>
/// <param name="Time">When it happened, as it is written; null where that is not said.</param>
/// <param name="Body">The event; null when it cannot be read.</param>
internal sealed record EventLine(long Number, long End, byte[] Text, string Type, string? Time, JsonObject? Body)
{
    /// <summary>What an event is called that cannot be read.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The stage that it is about; null when it is about none.</summary>
    public long? Stage => Whole("stage");

    /// <summary>The steps that were done; null where that is not said.</summary>
    public long? Step => Whole("step");

    /// <summary>Reads a line.</summary>
    public static EventLine Of(long number, long end, byte[] text)
    {
        try
        {
            if (text.Length > 0 && JsonNode.Parse(text) is JsonObject body)
            {
                var line = new EventLine(number, end, text, "", null, body);
                return line with { Type = line.Word("type") ?? "unknown", Time = line.Word("time") };
            }
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            // Kept as it is, below.
        }

        return new EventLine(number, end, text, Unreadable, null, null);
    }

    /// <summary>The line as text.</summary>
    public string Written => Encoding.UTF8.GetString(Text);

    /// <summary>A text of the event; null when it has none of that name.</summary>
    public string? Word(string name) => Body?[name] is JsonValue value && value.TryGetValue(out string? word) ? word : null;

    /// <summary>A whole number of the event; null when it has none of that name.</summary>
    public long? Whole(string name) => Body?[name] is JsonValue value && value.TryGetValue(out long number) ? number : null;

    /// <summary>A number of the event; null when it has none of that name.</summary>
    public double? Real(string name) => Figure(Body?[name]);

    /// <summary>When it happened; null where that is not said.</summary>
    public DateTimeOffset? Moment => Time is not null && DateTimeOffset.TryParse(Time, System.Globalization.CultureInfo.InvariantCulture, out var moment) ? moment : null;

    /// <summary>The figures that it brings, by the names that tables and charts know them by: <c>loss</c>, <c>eval/accuracy</c>, <c>chart/alpha</c>.</summary>
    public IEnumerable<(string Name, double Value)> Figures() => Type switch
    {
        "step" => Named(("loss", "loss"), ("learning_rate", "learningRate"), ("gradient_norm", "gradientNorm"), ("items_per_second", "itemsPerSecond")),
        "evaluated" when Body!["metrics"] is JsonObject metrics =>
            metrics.Select(pair => (Name: "eval/" + pair.Key, Value: Figure(pair.Value))).Where(pair => pair.Value is not null).Select(pair => (pair.Name, pair.Value!.Value)),
        "chart" when Word("name") is { } name && Real("value") is { } value => [("chart/" + name, value)],
        _ => [],
    };

    private IEnumerable<(string Name, double Value)> Named(params (string Name, string Property)[] figures)
    {
        foreach (var (name, property) in figures)
            if (Real(property) is { } value) yield return (name, value);
    }

    // What is not finite is written as a text, since JSON has no word for it.
    private static double? Figure(JsonNode? node) => node is not JsonValue value ? null
        : value.TryGetValue(out double number) ? number
        : value.TryGetValue(out string? word) ? word switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => null }
        : null;
}
