// Cross-entropy that breaks its contract in one way, or in none.
using TorchSharp;

namespace PluginHost.Tests.Conformance;

internal sealed class LossFault(string fault) : Loss
{
    public static readonly (string Fault, string Check, string Says)[] All =
    [
        ("vector", "it is a finite scalar, the same each time", "should be a scalar, and is [1]"),
        ("gradient", "its gradient is that of finite differences, in float64", "as finite differences give it"),
        ("sum", "it is the mean over what it weighs", "micro-batches and ranks would not give the gradient"),
        ("counts-ignored", "labels of -100 do not count", "without these rows"),
        ("no-label", "no label that counts gives no NaN", "should be finite"),
        ("no-rows", "a batch without rows gives no NaN", "should be finite"),
        ("bfloat16", "it works in bfloat16", "only float32"),
    ];

    public override IReadOnlyList<string> Reads => [Fields.Logits, Fields.Labels];

    public override torch.Tensor? Weigh(TensorMap values) => Counts(values).sum();

    public override torch.Tensor Compute(TensorMap values)
    {
        var logits = values[Fields.Logits];
        if (fault == "bfloat16" && logits.dtype == torch.ScalarType.BFloat16) throw new NotSupportedException("only float32");
        if (fault == "no-rows" && logits.size(0) == 0) return logits.mean();
        var counts = Counts(values).to(logits.dtype);
        var picked = -torch.nn.functional.log_softmax(logits, -1).gather(-1, values[Fields.Labels].clamp(0).unsqueeze(-1)).squeeze(-1);
        var sum = (fault == "counts-ignored" ? picked : picked * counts).sum();
        if (fault == "sum") return sum;
        var mean = fault == "no-label" ? sum / counts.sum() : sum / counts.sum().clamp(1);
        return fault switch
        {
            "vector" => mean.unsqueeze(0),
            "gradient" => mean + (logits.detach() * logits).mean(),
            _ => mean,
        };
    }

    private static torch.Tensor Counts(TensorMap values) => values[Fields.Labels].ne(-100).to(torch.int64);
}
