// Reads reference outputs (../shared/golden) and compares with them, within the tolerances that their README suggests.
using System.Text.Json.Nodes;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests;

/// <summary>One folder of reference outputs: <c>golden.json</c> says what each tensor of <c>golden.safetensors</c> is.</summary>
internal sealed class Golden
{
    private readonly Dictionary<string, torch.Tensor> _tensors;

    private Golden(string directory)
    {
        Directory = directory;
        Facts = JsonNode.Parse(File.ReadAllText(Path.Join(directory, "golden.json")))!.AsObject();
        _tensors = Safetensors.Load(Path.Join(directory, "golden.safetensors"));
    }

    /// <summary>The folder, which also holds the model or the adapter.</summary>
    public string Directory { get; }

    /// <summary>The folder of the base model that an adapter belongs to.</summary>
    public string Base => Path.GetFullPath(Path.Join(Directory, Facts["base"]!.GetValue<string>()));

    /// <summary>The content of <c>golden.json</c>.</summary>
    public JsonObject Facts { get; }

    /// <summary>The folder of a name, such as <c>gpt2</c> or <c>adapters/gpt2_lora</c>; skips the test where there is none.</summary>
    public static Golden Open(string name) => new(SharedData.PathOrSkip(Path.Join("golden", name)));

    /// <summary>A tensor by its whole name, such as <c>case0.logits</c>.</summary>
    public torch.Tensor this[string name] => _tensors[name];

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>The names that begin with this.</summary>
    public IEnumerable<string> Names(string prefix) => _tensors.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The cases whose names begin with this: <c>case</c>, <c>gen</c>.</summary>
    public IEnumerable<string> Cases(string prefix) =>
        Facts["cases"]!.AsObject().Select(pair => pair.Key).Where(name => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>A case's inputs, under the names of the forward arguments.</summary>
    public Batch Inputs(string name)
    {
        var batch = new Batch();
        foreach (var input in Facts["cases"]![name]!["inputs"]!.AsArray().Select(node => node!.GetValue<string>()))
            batch[input[(name.Length + 1)..]] = this[input];
        return batch;
    }

    /// <summary>An argument of a case's <c>generate</c>, or null.</summary>
    public long? GenerateArgument(string name, string argument) => (Facts["cases"]![name]!["generate_arguments"]![argument] as JsonValue)?.GetValue<long>();

    /// <summary>Asserts that a tensor is the reference, within the tolerance of its role; ids have to be equal.</summary>
    /// <param name="name">The reference's name.</param>
    /// <param name="actual">What was computed.</param>
    /// <param name="relative">Of the reference's largest number; null for what the README suggests for its role.</param>
    public void Check(string name, torch.Tensor actual, double? relative = null)
    {
        var expected = this[name];
        Assert.True(expected.shape.AsSpan().SequenceEqual(actual.shape), $"{name} has the shape [{string.Join(", ", actual.shape)}]; expected [{string.Join(", ", expected.shape)}].");
        if (expected.dtype == torch.int64)
        {
            Assert.True(expected.equal(actual), $"{name} has other ids: {string.Join(" ", actual.data<long>().ToArray())}; expected {string.Join(" ", expected.data<long>().ToArray())}.");
            return;
        }

        if (expected.numel() == 0) return;
        var facts = Facts["tensors"]![name]!;
        var merged = name.Contains("merged", StringComparison.Ordinal);
        var absolute = facts["role"]?.GetValue<string>() == "gradient" ? 1e-7 : 1e-6;
        var tolerance = (relative ?? (merged ? 5e-5 : 2e-5)) * expected.abs().max().ToDouble() + absolute;
        var difference = (actual.detach() - expected).abs();
        if (facts["compare_only_where"]?.GetValue<string>() is { } mask)
        {
            var counts = this[mask].eq(0);
            while (counts.dim() < difference.dim()) counts = counts.unsqueeze(-1);
            difference = difference.masked_fill(counts, 0);
        }

        var worst = difference.max().ToDouble();
        Assert.True(worst <= tolerance, $"{name} differs by {worst:E2}; at most {tolerance:E2} is allowed.");
    }
}
