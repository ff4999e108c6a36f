// pluginhost doctor --tensors: a recipe that keeps tensors is told by the line that makes them.
using System.Text.Json.Nodes;
using Xunit;

namespace PluginHost.Tests.App;

public sealed class TensorGrowthTests : IDisposable
{
    private readonly HostProcess _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void TheDoctorNamesTheLineThatKeepsTensors()
    {
        _host.Script(string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog. ", 100)), "text.txt");
        var script = _host.Script("""
            using TorchSharp;
            var kept = new List<torch.Tensor>();
            var stage = await Pretrain("tiny")
                .Bytes().Text(["text.txt"], window: 16)
                .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 1, Width = 8, Context = 16 })
                .CausalLanguageModeling().Loss("cross-entropy").AdamW(1e-3).Batch(2).Steps(30)
                .Open();
            foreach (var batch in stage.Batches())
            {
                stage.Take(batch);
                kept.Add(torch.ones(1000).DetachFromDisposeScope());
            }
            await stage.Finish();
            await stage.DisposeAsync();
            """);
        var (code, output, errors) = _host.Run("doctor", "--tensors", script, "--trust", "--json");
        Assert.True(code == 0, errors);
        var stage = Assert.Single(JsonNode.Parse(output.Trim())!["stages"]!.AsArray())!;
        var grown = stage["places"]!.AsArray().Where(place => place!["grown_live"]!.GetValue<long>() > 0).ToList();
        var leak = Assert.Single(grown)!;
        Assert.Contains("Submission", leak["where"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(leak["grown_live"]!.GetValue<long>() * 4000, leak["grown_bytes"]!.GetValue<long>());
    }
}
