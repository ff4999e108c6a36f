// What of a stage can be changed while it trains.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Engine;

/// <summary>Declares what of a stage can be changed while it trains.</summary>
internal static class StageLiveValues
{
    private const string LearningRate = "learning-rate", Clip = "clip", EvaluateEvery = "evaluate-every", SaveEvery = "save-every";

    /// <summary>The names that every stage's values have.</summary>
    public static IReadOnlyList<string> Names { get; } = [LearningRate, Clip, EvaluateEvery, SaveEvery];

    /// <summary>Declares the values of a stage; one that only evaluates has none.</summary>
    public static void Declare(LiveValues live, StageParts parts)
    {
        if (parts.Optimization is not { } begun) return;
        // A reload exchanges the optimizer, so it is looked up when a value is set.
        live.Declare(LearningRate, "The rate that the schedule scales.", JsonValue.Create(begun.Base), value => Positive(value, orNone: false),
            value => parts.Optimization!.Base = value!.GetValue<double>(), ofStage: true);
        live.Declare(Clip, "The largest 2-norm of the gradient; null clips nothing.", Node(parts.Plan.ClipNorm), value => Positive(value, orNone: true),
            value => parts.Plan = parts.Plan with { ClipNorm = value?.GetValue<double>() }, ofStage: true);
        live.Declare(EvaluateEvery, "Steps between evaluations; null evaluates at the end only.", Node(parts.Plan.EvaluateEvery),
            value => parts.Validation is null ? "cannot be set: the dataset has no validation split" : Steps(value),
            value => parts.Plan = parts.Plan with { EvaluateEvery = value?.GetValue<long>() }, ofStage: true);
        live.Declare(SaveEvery, "Steps between checkpoints; null saves when asked to.", Node(parts.Plan.SaveEvery), Steps,
            value => parts.Plan = parts.Plan with { SaveEvery = value?.GetValue<long>() }, ofStage: true);
    }

    private static JsonNode? Node(double? value) => value is { } number ? JsonValue.Create(number) : null;

    private static JsonNode? Node(long? value) => value is { } number ? JsonValue.Create(number) : null;

    private static string? Positive(JsonNode? value, bool orNone) =>
        (value is null && orNone) || (value is JsonValue given && given.GetValueKind() == JsonValueKind.Number && given.TryGetValue<double>(out var number) && number > 0 && double.IsFinite(number))
            ? null
            : $"has to be a number above 0{(orNone ? ", or null for none" : "")}, got {value?.ToJsonString() ?? "null"}";

    private static string? Steps(JsonNode? value) =>
        value is null || (value is JsonValue given && given.GetValueKind() == JsonValueKind.Number && given.TryGetValue<long>(out var number) && number >= 1)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"has to be a whole number of steps from 1 on, or null for never, got {value.ToJsonString()}");
}
