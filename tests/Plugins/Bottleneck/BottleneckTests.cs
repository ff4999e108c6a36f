// Bottlenecks: fresh ones change nothing, they alone are trained, files hold them.
using PluginHost.Bottleneck;
using PluginHost.Tests.Plugins.TextModels;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Plugins.Bottleneck;

public sealed class BottleneckTests
{
    private static readonly Registrations s_adapters = new(new BottleneckPlugin());

    [Theory]
    [InlineData(BottleneckPlacement.Houlsby, 4)]
    [InlineData(BottleneckPlacement.Pfeiffer, 2)]
    public void Fresh_ones_change_no_output_and_alone_are_trained(BottleneckPlacement placement, int count)
    {
        using var scope = NewDisposeScope();
        var model = StoredModels.Load(SharedData.PathOrSkip("golden/gpt2"));
        var batch = Batch();
        var before = model.call(batch)[Fields.Logits].detach();
        var state = ModuleTree.BaseState(model).ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone());
        var adapter = Attach(model, placement);
        Assert.Equal(4 * count, adapter.Parameters.Count());
        Assert.Contains(adapter.Parameters, pair => pair.Key == "transformer.h.1.mlp.c_proj.adapter_down.0.weight" && pair.Value.shape is [4, 32]);
        Assert.Equal(placement == BottleneckPlacement.Houlsby, adapter.Parameters.Any(pair => pair.Key.StartsWith("transformer.h.0.attn", StringComparison.Ordinal)));
        Assert.True(before.equal(model.call(batch)[Fields.Logits]));

        var trained = model.parameters().Where(parameter => parameter.requires_grad).ToList();
        Assert.Equal(4 * count, trained.Count);
        var losses = Train(model, trained, batch);
        Assert.True(losses[^1] < 0.7 * losses[0], $"the loss went from {losses[0]} to {losses[^1]}");
        Assert.All(ModuleTree.BaseState(model), pair => Assert.True(state[pair.Key].equal(pair.Value), pair.Key));
        adapter.Enabled = false;
        Assert.True(before.equal(model.call(batch)[Fields.Logits]));
    }

    [Fact]
    public void A_file_gives_back_what_was_trained()
    {
        using var scope = NewDisposeScope();
        var path = SharedData.PathOrSkip("golden/gpt2");
        var directory = Path.Join(Path.GetTempPath(), $"bottleneck-{Guid.NewGuid():N}");
        var model = StoredModels.Load(path);
        var adapter = Attach(model, BottleneckPlacement.Pfeiffer);
        Train(model, [.. adapter.Parameters.Select(pair => pair.Value)], Batch());
        try
        {
            AdapterFiles.Save(model, adapter, path, directory);
            var other = StoredModels.Load(path);
            var warnings = new List<string>();
            AdapterFiles.Load(s_adapters.Get(Kind.Adapter, "bottleneck"), new AdapterContext { Model = other, Method = "bottleneck", Seed = 9, Warn = warnings.Add }, directory);
            Assert.Empty(warnings);
            Assert.True(model.call(Batch())[Fields.Logits].equal(other.call(Batch())[Fields.Logits]));
        }
        finally
        {
            if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        }
    }

    private static Adapter Attach(Model model, BottleneckPlacement placement)
    {
        var adapter = s_adapters.Make<Adapter>(Kind.Adapter, "bottleneck", new BottleneckOptions { Placement = placement, ReductionFactor = 8 },
            new AdapterContext { Model = model, Method = "bottleneck", Seed = 1 });
        model.Attach(adapter);
        return adapter;
    }

    private static Batch Batch() => new() { [Fields.InputIds] = tensor(new long[] { 5, 9, 2, 77, 3, 8, 100, 4 }, [2, 4]) };

    private static List<double> Train(Model model, IReadOnlyList<TorchSharp.Modules.Parameter> parameters, Batch batch)
    {
        using var optimizer = optim.AdamW(parameters, lr: 0.02);
        var losses = new List<double>();
        for (var step = 0; step < 30; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var logits = model.call(batch)[Fields.Logits].narrow(1, 0, 3).flatten(0, 1);
            var loss = nn.functional.cross_entropy(logits, batch[Fields.InputIds].narrow(1, 1, 3).reshape(-1));
            loss.backward();
            optimizer.step();
            losses.Add(loss.ToDouble());
        }

        return losses;
    }
}
