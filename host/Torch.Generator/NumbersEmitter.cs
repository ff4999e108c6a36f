// torch.tensor in all the forms it has for every element type: the same few lines for each.
namespace PluginHost.TorchGenerator;

/// <summary>Emits <c>torch.tensor(1.5f)</c>, <c>torch.tensor(array)</c>, <c>torch.tensor(list, 2, 3)</c> and so on, which copy the data.</summary>
public static class NumbersEmitter
{
    private static readonly string[] s_types =
        ["bool", "byte", "sbyte", "short", "int", "long", "Half", "BFloat16", "float", "double", "(float Real, float Imaginary)", "System.Numerics.Complex"];

    private static readonly string[][] s_dimensions = [["dim0"], ["rows", "columns"], ["dim0", "dim1", "dim2"], ["dim0", "dim1", "dim2", "dim3"]];

    private const string Options = "ScalarType? dtype = null, Device? device = null, bool requires_grad = false";
    private const string Pass = "dtype, device, requires_grad";

    public static IEnumerable<string> Emit()
    {
        foreach (var type in s_types)
        {
            // Two forms of one number, so that both tensor(1, device) and tensor(1, dtype) read without names.
            yield return Member("A tensor without dimensions.", $"{type} scalar, Device? device = null, bool requires_grad = false", $"From<{type}>([scalar], [], null, device, requires_grad)");
            yield return Member("A tensor without dimensions.", $"{type} scalar, ScalarType? dtype, Device? device = null, bool requires_grad = false", $"From<{type}>([scalar], [], {Pass})");
            yield return Member("A vector of the array's elements.", $"{type}[] rawArray, {Options}", $"From<{type}>(rawArray, [rawArray.Length], {Pass})");
            yield return Member("The array's elements in the given shape.", $"{type}[] rawArray, ReadOnlySpan<long> dimensions, {Options}", $"From<{type}>(rawArray, dimensions, {Pass})");
            yield return Member("A vector of the list's elements.", $"IList<{type}> rawArray, {Options}", $"From<{type}>([.. rawArray], [rawArray.Count], {Pass})");
            yield return Member("The list's elements in the given shape.", $"IList<{type}> rawArray, ReadOnlySpan<long> dimensions, {Options}", $"From<{type}>([.. rawArray], dimensions, {Pass})");
            yield return Member("The elements in the given shape.", $"Memory<{type}> rawArray, ReadOnlySpan<long> dimensions, {Options}", $"From<{type}>(rawArray.Span, dimensions, {Pass})");
            foreach (var dimensions in s_dimensions)
                yield return Member("The list's elements in the given shape.", $"IList<{type}> rawArray, {string.Join(", ", dimensions.Select(d => "long " + d))}, {Options}", $"From<{type}>([.. rawArray], [{string.Join(", ", dimensions)}], {Pass})");
            for (var rank = 2; rank <= 4; rank++)
                yield return Member("A tensor of the array's shape.", $"{type}[{new string(',', rank - 1)}] rawArray, {Options}", $"from_array(rawArray, {Pass})");
        }
        yield return Member("A complex number.", "(double Real, double Imaginary) scalar, " + Options, $"From<System.Numerics.Complex>([new(scalar.Real, scalar.Imaginary)], [], {Pass})");
        foreach (var type in new[] { "float", "double" })
            yield return Member("A complex number.", $"{type} real, {type} imaginary, {Options}", type == "float" ? $"From<(float, float)>([(real, imaginary)], [], {Pass})" : $"From<System.Numerics.Complex>([new(real, imaginary)], [], {Pass})");
    }

    private static string Member(string summary, string parameters, string value) => $"/// <summary>{summary}</summary>\npublic static Tensor tensor({parameters}) => {value};\n";
}
