// The factories that take a shape: the same few lines for every name, for every number of dimensions, for int and for long.
using System.Text;

namespace PluginHost.TorchGenerator;

/// <summary>Emits <c>torch.zeros(2, 3)</c> and its like, which call the form that takes a span.</summary>
public static class FactoryEmitter
{
    private static readonly (string Name, string Before, string Random)[] s_factories =
    [
        ("empty", "", ""), ("zeros", "", ""), ("ones", "", ""), ("full", "Scalar value, ", ""),
        ("rand", "", ", Generator? generator = null"), ("randn", "", ", Generator? generator = null"),
    ];

    private static readonly string[][] s_dimensions = [["size"], ["rows", "columns"], ["dim0", "dim1", "dim2"], ["dim0", "dim1", "dim2", "dim3"]];

    public static IEnumerable<string> Emit()
    {
        foreach (var (name, before, random) in s_factories)
        {
            var options = $"{before}ScalarType? dtype = null, Device? device = null, bool requires_grad = false{random}";
            var pass = (before.Length > 0 ? "value, " : "") + "dtype, device, requires_grad" + (random.Length > 0 ? ", generator" : "");
            yield return Member(name, "long[] size", options, $"size.AsSpan(), {pass}");
            foreach (var type in new[] { "int", "long" })
                foreach (var dimensions in s_dimensions)
                    yield return Member(name, string.Join(", ", dimensions.Select(d => type + " " + d)), options, $"[{string.Join(", ", dimensions)}], {pass}");
        }
    }

    private static string Member(string name, string size, string options, string arguments)
    {
        var text = new StringBuilder();
        text.Append($"/// <summary>See the form of {name} that takes a span.</summary>\n");
        text.Append($"public static Tensor {name}({size}, {options}) => {name}({arguments});\n");
        return text.ToString();
    }
}
