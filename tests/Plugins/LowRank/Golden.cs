// Reference outputs, and how close to them is close enough.
using System.Text.Json.Nodes;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Plugins.LowRank;

/// <summary>One adapter of ../shared/golden/adapters with its reference outputs.</summary>
internal sealed class Golden
{
    private readonly Dictionary<string, Tensor> _tensors;

    public Golden(string adapter)
    {
        Directory = SharedData.PathOrSkip($"golden/adapters/{adapter}");
        _tensors = Safetensors.Load(Path.Join(Directory, "golden.safetensors"));
        Base = Path.GetFullPath(Path.Join(Directory, JsonFiles.Read(Path.Join(Directory, "golden.json"))["base"]!.GetValue<string>()));
    }

    /// <summary>The adapter's folder.</summary>
    public string Directory { get; }

    /// <summary>The base model's folder.</summary>
    public string Base { get; }

    public IEnumerable<string> Names => _tensors.Keys;

    public Tensor this[string name] => _tensors[name];

    public JsonObject Config => JsonFiles.Read(Path.Join(Directory, "adapter_config.json"));

    /// <summary>The inputs of a case.</summary>
    public Batch Batch(string name)
    {
        var batch = new Batch();
        foreach (var (key, tensor) in _tensors)
            if (key.StartsWith(name + ".", StringComparison.Ordinal) && key[(name.Length + 1)..] is (Fields.InputIds or Fields.AttentionMask or Fields.Labels))
                batch[key[(name.Length + 1)..]] = tensor;
        return batch;
    }

    /// <summary>Fails unless |actual - expected| ≤ relative · max|expected| + absolute, where a mask counts.</summary>
    public void AssertClose(string name, Tensor actual, double relative, double absolute, Tensor? mask = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var expected = _tensors[name];
        Assert.Equal(expected.shape, actual.shape);
        var difference = (actual - expected).abs();
        if (mask is not null) difference = difference * mask.to(ScalarType.Float32).unsqueeze(-1);
        var (worst, bound) = (difference.max().ToDouble(), relative * expected.abs().max().ToDouble() + absolute);
        Assert.True(worst <= bound, $"{name} is off by {worst:G3} where {bound:G3} is allowed.");
    }
}
