// A transform that breaks its contract in one way, or in none.
using TorchSharp;

namespace PluginHost.Tests.Conformance;

internal sealed class TransformFault(string fault) : Transform
{
    public static readonly (string Fault, string Check, string Says)[] All =
    [
        ("counts", "a row depends on the row and the draws alone", "draw from the RandomSource that is given"),
        ("in-place", "it leaves the row that it was given alone", "return row.With(…)"),
        ("always-draws", "evaluation draws nothing", "should not depend on draws, and does"),
        ("empty", "the dataset that it makes is one", "should keep some, and keeps 0"),
        ("halves", "it gives a batch with every row", "should have as many in its first dimension"),
    ];

    private int _rows;

    public override Dataset Apply(Dataset dataset) => fault == "empty" ? new DatasetFault("", 0, 0) : dataset;

    public override Example Apply(Example example, RandomSource random, bool training)
    {
        var drawn = training || fault == "always-draws" ? random.Next(1000) : 0;
        if (fault == "in-place") example["drawn"] = drawn;
        return example.Without("text").With("drawn", fault == "counts" ? drawn + ++_rows : drawn);
    }

    public override Batch Apply(Batch batch, bool training)
    {
        if (fault != "halves") return batch;
        var half = new Batch();
        foreach (var (name, tensor) in batch) half[name] = tensor.narrow(0, 0, 1);
        return half;
    }
}
