// The metric "f1": 2 TP / (2 TP + FP + FN).
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Metrics;

/// <summary>
/// 2 TP / (2 TP + FP + FN) of classes, from how often each was hit, predicted and right; a class without any of these is left out of
/// the macro average and scores 0 by itself, as in scikit-learn's <c>f1_score</c>.
/// </summary>
internal sealed class F1(F1Options options) : Metric
{
    private readonly Sums _hits = new(0);
    private readonly Sums _predicted = new(0);
    private readonly Sums _labels = new(0);

    public override IReadOnlyList<string> Reads { get; } = [Fields.Logits, Fields.Labels];

    public override void Reset()
    {
        _hits.Clear();
        _predicted.Clear();
        _labels.Clear();
    }

    public override void Update(TensorMap values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (predicted, labels) = Predictions.Counted(values, "f1");
        var classes = values[Fields.Logits].size(-1);
        _hits.Add(labels.masked_select(predicted.eq(labels)).bincount(minlength: classes));
        _predicted.Add(predicted.bincount(minlength: classes));
        _labels.Add(labels.bincount(minlength: classes));
    }

    public override IReadOnlyDictionary<string, double> Compute()
    {
        var classes = Enumerable.Range(0, _labels.Count).ToList();
        if (options.Average == F1Average.Binary && options.Positive >= classes.Count)
            throw new RecipeException($"metric \"f1\": Positive is {options.Positive}, and the model has the classes 0 to {classes.Count - 1}.");
        var score = options.Average switch
        {
            F1Average.Binary => Score([options.Positive]),
            F1Average.Micro => Score(classes),
            // 2 TP + FP + FN is what was predicted and what was labelled, together.
            _ => classes.Where(label => _predicted[label] + _labels[label] > 0).Select(label => Score([label])).DefaultIfEmpty(double.NaN).Average(),
        };
        return new Dictionary<string, double> { ["f1"] = score };
    }

    public override void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _hits.Save(state, "hits");
        _predicted.Save(state, "predicted");
        _labels.Save(state, "labels");
    }

    public override void Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _hits.Load(state, "hits");
        _predicted.Load(state, "predicted");
        _labels.Load(state, "labels");
    }

    private double Score(IReadOnlyList<int> classes)
    {
        var denominator = classes.Sum(label => _predicted[label] + _labels[label]);
        return denominator == 0 ? 0 : 2 * classes.Sum(label => _hits[label]) / denominator;
    }
}
