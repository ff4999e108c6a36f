// Named tensors for losses and metrics, by the names that they read.
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>Tensors for what a loss or a metric reads: logits and labels of each usual form, rows of numbers for any other name.</summary>
internal static class SampleValues
{
    public const int Rows = 8;
    private const int Classes = 5;
    private const long Ignored = -100;

    /// <summary>The first of the usual forms that a component takes; what its plugin named, where it named something.</summary>
    /// <param name="reads">The names that it reads.</param>
    /// <param name="named">What its plugin named, or null.</param>
    /// <param name="accepts">Tries values; throws where it does not take them.</param>
    public static TensorMap For(IReadOnlyList<string> reads, Func<TensorMap>? named, Action<TensorMap> accepts)
    {
        torch.manual_seed(13);
        if (named is not null) return named();
        var refusals = new List<string>();
        foreach (var (form, labels) in Labels())
        {
            var values = new TensorMap();
            foreach (var name in reads) values[name] = name == Fields.Labels ? labels : Tensor(name);
            try
            {
                using var scope = torch.NewDisposeScope();
                accepts(values);
                return values;
            }
            catch (Exception refusal) when (reads.Contains(Fields.Labels))
            {
                refusals.Add($"{form}: {refusal.Message.Split('\n')[0]}");
            }
        }

        throw new ViolationException($"It should take logits [{Rows}, {Classes}] with labels of one of the usual forms. {string.Join(" ", refusals)} Name others with Verification.Inputs.");
    }

    /// <summary>The same values in another floating type.</summary>
    public static TensorMap To(TensorMap values, torch.ScalarType type)
    {
        var cast = new TensorMap();
        foreach (var (name, tensor) in values) cast[name] = tensor.is_floating_point() ? tensor.to(type) : tensor;
        return cast;
    }

    /// <summary>The same values with some labels that do not count.</summary>
    public static TensorMap Ignore(TensorMap values, long first, long count)
    {
        var labels = values[Fields.Labels].clone();
        labels.narrow(0, first, count).fill_(Ignored);
        return new TensorMap(values) { [Fields.Labels] = labels };
    }

    private static IEnumerable<(string Form, torch.Tensor Labels)> Labels()
    {
        yield return ("with class numbers", torch.randint(0, Classes, [Rows], dtype: torch.int64));
        yield return ("with a 0 or a 1 for each class", torch.randint(0, 2, [Rows, Classes], dtype: torch.int64).to(torch.float32));
        yield return ("with one number a row", torch.rand(Rows));
    }

    private static torch.Tensor Tensor(string name) => name switch
    {
        Fields.Loss => torch.tensor(0.75f),
        Fields.LossWeight => torch.tensor(6L),
        Fields.AttentionMask => torch.ones(Rows, Classes, dtype: torch.int64),
        _ => torch.randn(Rows, Classes),
    };
}
