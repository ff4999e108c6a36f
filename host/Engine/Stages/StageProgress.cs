// How far a stage is, and what of it a checkpoint keeps.
using System.Text.Json.Nodes;

namespace PluginHost.Engine;

/// <summary>How far a stage is: steps, items, and what its evaluations gave.</summary>
/// <param name="totalSteps">Steps that there will be.</param>
internal sealed class StageProgress(long totalSteps)
{
    /// <summary>Steps done.</summary>
    public long Step { get; set; }

    public long TotalSteps => totalSteps;

    /// <summary>Tokens, or rows where there are no tokens, that were trained on.</summary>
    public long Items { get; set; }

    /// <summary>The step of the last evaluation; -1 before the first.</summary>
    public long EvaluatedAt { get; set; } = -1;

    /// <summary>How often the stage went back to a checkpoint because of numbers that were not finite.</summary>
    public int RolledBack { get; set; }

    /// <summary>The evaluation before the first step; empty where there was none.</summary>
    public IReadOnlyDictionary<string, double> Before { get; set; } = new Dictionary<string, double>();

    /// <summary>What the last evaluation gave.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; set; } = new Dictionary<string, double>();

    /// <summary>Steps of a stage: as many as the plan says, or as its epochs take.</summary>
    public static long Total(StageParts parts)
    {
        if (parts.Plan.Mode == StageMode.Evaluate) return 0;
        if (parts.Plan.Steps is { } steps) return steps;
        var rows = (double)parts.Plan.Batch * parts.Plan.Accumulate;
        return Math.Max(1, (long)Math.Ceiling(parts.Plan.Epochs!.Value * parts.Train.Count / rows));
    }

    /// <summary>Writes all but the step, which every checkpoint has anyway.</summary>
    public void Write(StateWriter state)
    {
        state.Write("items", Items);
        state.Write("evaluated-at", EvaluatedAt);
        state.Write("rolled-back", RolledBack);
        state.Write("before", Figures(Before));
        state.Write("metrics", Figures(Metrics));

        static JsonObject Figures(IReadOnlyDictionary<string, double> figures) =>
            new(figures.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(BitConverter.DoubleToInt64Bits(pair.Value)))));
    }

    /// <summary>Takes what a checkpoint holds.</summary>
    public void Take(JsonObject saved)
    {
        Step = saved["step"]!.GetValue<long>();
        Items = saved["items"]!.GetValue<long>();
        EvaluatedAt = saved["evaluated-at"]!.GetValue<long>();
        RolledBack = saved["rolled-back"]!.GetValue<int>();
        (Before, Metrics) = (Figures("before"), Figures("metrics"));

        // As bits, since JSON has no NaN and no infinity.
        Dictionary<string, double> Figures(string name) =>
            saved[name]!.AsObject().ToDictionary(pair => pair.Key, pair => BitConverter.Int64BitsToDouble(pair.Value!.GetValue<long>()), StringComparer.Ordinal);
    }
}
