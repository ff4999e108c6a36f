// Early stopping.
namespace MyNamePlugin;

/// <summary>Ends a stage when a figure of its evaluations has not improved for some of them (Prechelt 1998, "Early stopping, but when?").</summary>
public sealed class MyNameCallback(MyNameOptions options) : Callback, IStateful
{
    private double? _best;
    private long _since;

    public override void Evaluated(IStage stage, IReadOnlyDictionary<string, double> metrics)
    {
        if (!metrics.TryGetValue(options.Metric, out var value))
            throw new RecipeException($"callback \"my-name\": the evaluation has no figure \"{options.Metric}\"; it has: {string.Join(", ", metrics.Keys)}.");
        var improves = _best is not { } best || (options.HigherIsBetter ? value > best + options.Least : value < best - options.Least);
        (_best, _since) = improves ? (value, 0) : (_best, _since + 1);
        stage.Chart("my-name", _since);
        if (_since >= options.Patience) stage.StopEarly($"{options.Metric} has not been better than {_best:g4} for {_since} evaluations.");
    }

    // What must survive a resume: a checkpoint holds it because the class is IStateful.
    public void Save(StateWriter state)
    {
        state.Write("best", _best is { } best ? JsonValue.Create(best) : null);
        state.Write("since", _since);
    }

    public void Load(StateReader state) => (_best, _since) = (state.Value("best")?.GetValue<double>(), state.Value("since")!.GetValue<long>());
}
