// Accuracy that breaks its contract in one way, or in none.
using TorchSharp;

namespace PluginHost.Tests.Conformance;

internal sealed class MetricFault(string fault) : Metric
{
    public static readonly (string Fault, string Check, string Says)[] All =
    [
        ("nan", "it gives finite figures with names", "should be a finite number, and is NaN"),
        ("keeps", "Reset forgets", "The figures after Reset() and those of a new metric should be the same"),
        ("mean", "what two ranks gathered adds up", "added up, and those of one that gathered all should be the same"),
        ("forgets", "its state is read back", "before and after the state was saved and loaded should be the same"),
        ("counts-ignored", "labels of -100 do not count", "without these rows should be the same"),
        ("empty", "nothing gathered is no fault", "It threw InvalidOperationException"),
    ];

    private long _right, _rows;

    public override IReadOnlyList<string> Reads => [Fields.Logits, Fields.Labels];

    public override void Reset()
    {
        if (fault != "keeps") (_right, _rows) = (0, 0);
    }

    public override void Update(TensorMap values)
    {
        // Classes only; other forms of labels are another metric's.
        if (values[Fields.Labels].dtype != torch.int64) throw new PluginHostException("It takes class numbers as labels.");
        _right += values[Fields.Logits].argmax(-1).eq(values[Fields.Labels]).sum().ToInt64();
        _rows += fault == "counts-ignored" ? values[Fields.Labels].size(0) : values[Fields.Labels].ne(-100).sum().ToInt64();
    }

    public override IReadOnlyDictionary<string, double> Compute()
    {
        if (fault == "empty" && _rows == 0) throw new InvalidOperationException("no rows");
        return new Dictionary<string, double> { ["right"] = fault == "nan" ? double.NaN : _rows == 0 ? 0 : (double)_right / _rows, ["rows"] = _rows };
    }

    public override void Save(StateWriter state)
    {
        state.Write("right", _right);
        state.Write("rows", fault == "mean" ? Math.Max(1, _rows / 2) : _rows);
    }

    public override void Load(StateReader state)
    {
        if (fault != "forgets") _right = state.Value("right")!.GetValue<long>();
        _rows = state.Value("rows")!.GetValue<long>();
    }
}
