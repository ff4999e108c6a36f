// What LoRA promises, on every kind of module.
using PluginHost.LowRank;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Plugins.LowRank;

public sealed class LoraTests
{
    private static readonly string[] s_everything = ["q_proj", "c_fc", "embed_tokens", "convolution"];
    private static readonly Registrations s_plugins = new(new LowRankPlugin());

    [Theory]
    [InlineData("q_proj")]
    [InlineData("c_fc")]
    [InlineData("embed_tokens")]
    [InlineData("convolution")]
    public void A_fresh_one_changes_nothing_and_a_trained_one_can_be_turned_off_and_merged(string target)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var model = new TinyModel();
        var before = model.Run();
        var adapter = Attach(model, new LoraOptions { Rank = 2, Alpha = 3, Targets = [target] });
        Assert.True(adapter.Traits.HasFlag(AdapterTraits.FreshIsIdentity | AdapterTraits.FreezesBase | AdapterTraits.Mergeable));
        Assert.True(before.equal(model.Run()));

        Disturb(adapter);
        var trained = model.Run();
        Assert.False(before.allclose(trained, 1e-3, 1e-3));
        adapter.Enabled = false;
        Assert.True(before.equal(model.Run()));
        adapter.Enabled = true;
        adapter.Merge();
        Assert.DoesNotContain(model.named_modules(), pair => pair.module is AdaptedModule);
        Assert.True(trained.allclose(model.Run(), 1e-10, 1e-12));
        adapter.Unmerge();
        Assert.True(trained.allclose(model.Run(), 1e-10, 1e-12));
        adapter.Enabled = false;
        Assert.True(before.allclose(model.Run(), 1e-10, 1e-12));
        Assert.Contains("is not merged, so there is nothing to take out", Assert.Throws<PluginHostException>(adapter.Unmerge).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences_and_the_base_has_none()
    {
        using var scope = NewDisposeScope();
        var model = new TinyModel();
        var adapter = Attach(model, new LoraOptions { Rank = 2, Alpha = 3, Targets = s_everything });
        Disturb(adapter);
        model.Run().square().sum().backward();
        Assert.Equal(2 * 6, adapter.Parameters.Count());
        foreach (var (name, parameter) in adapter.Parameters)
        {
            using var frozen = no_grad();
            var (values, gradient) = (parameter.detach().view(-1), parameter.grad!.view(-1));
            for (var i = 0; i < values.numel(); i += 5)
            {
                var value = values[i].ToDouble();
                double At(double change)
                {
                    values[i] = tensor(value + change);
                    return model.Run().square().sum().ToDouble();
                }

                var slope = (At(1e-5) - At(-1e-5)) / 2e-5;
                values[i] = tensor(value);
                Assert.True(Math.Abs(slope - gradient[i].ToDouble()) < 1e-5 * (1 + Math.Abs(slope)), $"{name}[{i}]: {gradient[i].ToDouble()} where {slope} is right");
            }
        }

        var own = adapter.Parameters.Select(pair => pair.Value).ToHashSet<object>(ReferenceEqualityComparer.Instance);
        Assert.All(model.parameters().Where(parameter => !own.Contains(parameter)), parameter => Assert.True(parameter.grad is null && !parameter.requires_grad));
    }

    [Fact]
    public void Names_are_those_of_peft()
    {
        using var scope = NewDisposeScope();
        var names = Attach(new TinyModel(), new LoraOptions { Rank = 2, Targets = ["layers.0.q_proj", "embed_tokens", "convolution"] }).Parameters
            .ToDictionary(pair => pair.Key, pair => pair.Value.shape);
        Assert.Equal([2, 7], names["embed_tokens.lora_embedding_A"]);
        Assert.Equal([6, 2], names["embed_tokens.lora_embedding_B"]);
        Assert.Equal([2, 6], names["layers.0.q_proj.lora_A.weight"]);
        Assert.Equal([6, 2], names["layers.0.q_proj.lora_B.weight"]);
        Assert.Equal([2, 1, 3, 3], names["convolution.lora_A.weight"]);
        Assert.Equal([2, 2, 1, 1], names["convolution.lora_B.weight"]);
        Assert.Equal(6, names.Count);
    }

    [Fact]
    public void Targets_are_chosen_as_peft_chooses_them()
    {
        using var scope = NewDisposeScope();
        static string[] Paths(LoraOptions options) =>
            [.. Attach(new TinyModel(), options).Parameters.Where(pair => pair.Key.EndsWith("A.weight", StringComparison.Ordinal)).Select(pair => pair.Key[..^".lora_A.weight".Length])];
        Assert.Equal(["layers.0.q_proj", "layers.1.q_proj"], Paths(new LoraOptions()));
        Assert.Equal(["layers.0.q_proj", "layers.0.c_fc", "layers.0.o_proj", "layers.1.q_proj", "layers.1.c_fc", "layers.1.o_proj"], Paths(new LoraOptions { Targets = ["all-linear"] }));
        Assert.Equal(["layers.1.c_fc", "layers.1.o_proj"], Paths(new LoraOptions { Targets = [@".*\.1\.(c_fc|o_proj)"] }));
        Assert.Equal(["layers.0.q_proj", "layers.1.q_proj"], Paths(new LoraOptions { Targets = ["all-linear"], Exclude = ["c_fc", "o_proj"] }));
        Assert.Equal(["layers.1.q_proj"], Paths(new LoraOptions { Exclude = [@"layers\.0\..*"] }));
        Assert.Equal(["layers.1.q_proj"], Paths(new LoraOptions { LayersToTransform = [1] }));
        Assert.Equal(["layers.0.q_proj"], Paths(new LoraOptions { LayersToTransform = [0], LayersPattern = ["blocks", "layers"] }));
    }

    [Fact]
    public void Targets_that_mean_nothing_are_named()
    {
        using var scope = NewDisposeScope();
        static string Fault(LoraOptions options) => Assert.Throws<RecipeException>(() => Attach(new TinyModel(), options)).Message;
        Assert.StartsWith("lora: no module of tiny is called \"query\". Its modules end in: c_fc, convolution, embed_tokens,", Fault(new LoraOptions { Targets = ["query"] }), StringComparison.Ordinal);
        Assert.StartsWith("lora: norm is a LayerNorm, and only linear maps", Fault(new LoraOptions { Targets = ["norm"] }), StringComparison.Ordinal);
        Assert.Contains("leave none of the modules", Fault(new LoraOptions { LayersToTransform = [9] }), StringComparison.Ordinal);
        Assert.Contains("ModulesToSave names \"lm_head\", and tiny has no module of that name", Fault(new LoraOptions { ModulesToSave = ["lm_head"] }), StringComparison.Ordinal);
        Assert.Contains("Rank is 0; it has to be between 1 and 65536", Fault(new LoraOptions { Rank = 0 }), StringComparison.Ordinal);
    }

    [Fact]
    public void The_update_is_scaled_by_alpha_over_the_rank_or_its_root()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        double Change(LoraOptions options)
        {
            var model = new TinyModel();
            var weight = ModuleTree.BaseState(model).Single(pair => pair.Key == "layers.1.q_proj.weight").Value;
            var before = weight.clone();
            var adapter = Attach(model, options);
            foreach (var (_, parameter) in adapter.Parameters) parameter.fill_(1);
            adapter.Merge();
            return (weight - before).mean().ToDouble();
        }

        // A and B of ones make BA the rank everywhere.
        Assert.Equal(12, Change(new LoraOptions { Rank = 4, Alpha = 12 }), 1e-9);
        Assert.Equal(12 / Math.Sqrt(4) * 4, Change(new LoraOptions { Rank = 4, Alpha = 12, UseRsLora = true }), 1e-9);
        Assert.Equal(12, Change(new LoraOptions { Rank = 4, Alpha = 12, RankPattern = new Dictionary<string, int> { [@"1\.q_proj"] = 2 } }), 1e-9);
        Assert.Equal(6, Change(new LoraOptions { Rank = 4, Alpha = 12, AlphaPattern = new Dictionary<string, double> { ["layers.1.q_proj"] = 6, ["q_proj"] = 1 } }), 1e-9);
    }

    [Fact]
    public void Fresh_weights_depend_on_the_seed_alone()
    {
        using var scope = NewDisposeScope();
        static Tensor A(long seed, LoraInitialization how) =>
            Attach(new TinyModel(ScalarType.Float32), new LoraOptions { Rank = 64, InitWeights = how }, seed).Parameters.First().Value;
        foreach (var how in Enum.GetValues<LoraInitialization>())
        {
            Assert.True(A(1, how).equal(A(1, how)));
            Assert.False(A(1, how).equal(A(2, how)));
        }

        var bound = 1 / Math.Sqrt(6);
        Assert.InRange(A(1, LoraInitialization.KaimingUniform).abs().max().ToDouble(), 0.95 * bound, bound);
        Assert.InRange(A(1, LoraInitialization.Gaussian).std().ToDouble() * 64, 0.85, 1.15);
        var random = Attach(new TinyModel(), new LoraOptions { InitWeights = LoraInitialization.Random });
        Assert.False(random.Traits.HasFlag(AdapterTraits.FreshIsIdentity));
        Assert.All(random.Parameters, pair => Assert.True(pair.Value.abs().min().ToDouble() > 0));
    }

    [Fact]
    public void Dropout_acts_while_training_only()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var model = new TinyModel();
        var adapter = Attach(model, new LoraOptions { Rank = 2, Dropout = 0.5, Targets = s_everything });
        Disturb(adapter);
        Assert.True(model.Run().equal(model.Run()));
        model.train();
        manual_seed(3);
        Assert.False(model.Run().equal(model.Run()));
        adapter.Enabled = false;
        Assert.True(model.Run().equal(model.Run()));
    }

    [Theory]
    [InlineData(LoraBias.LoraOnly, new[] { "layers.0.q_proj.base_layer.bias", "layers.1.q_proj.base_layer.bias" })]
    [InlineData(LoraBias.All, new[] { "convolution.bias", "layers.0.c_fc.bias", "layers.0.q_proj.base_layer.bias", "layers.1.c_fc.bias", "layers.1.q_proj.base_layer.bias", "norm.bias" })]
    public void Trained_biases_are_stored_and_turned_off_with_the_adapter(LoraBias bias, string[] names)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var model = new TinyModel();
        var before = model.Run();
        var adapter = Attach(model, new LoraOptions { Bias = bias });
        Assert.Equal(names, adapter.Parameters.Select(pair => pair.Key).Where(name => name.EndsWith("bias", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.False(adapter.Traits.HasFlag(AdapterTraits.FreezesBase));
        AssertOnOff(model, adapter, before);
    }

    [Fact]
    public void Modules_are_saved_whole()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var model = new TinyModel();
        var before = model.Run();
        var adapter = Attach(model, new LoraOptions { ModulesToSave = ["norm", "classifier"] });
        Assert.Equal(["norm.bias", "norm.weight"], adapter.Parameters.Select(pair => pair.Key).Where(name => !name.Contains("lora", StringComparison.Ordinal)).Order());
        Assert.Equal(["norm.bias", "norm.weight"], model.named_parameters().Where(pair => pair.parameter.requires_grad && !pair.name.Contains("lora", StringComparison.Ordinal)).Select(pair => pair.name).Order());
        Assert.Equal("""["norm","classifier"]""", adapter.ToPeftConfig()["modules_to_save"]!.ToJsonString());
        AssertOnOff(model, adapter, before);
    }

    [Fact]
    public void Two_on_one_module_add_up_and_merge_from_the_outside_in()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var model = new TinyModel();
        var bare = model.Run();
        var first = Attach(model, new LoraOptions { Rank = 2, Targets = ["q_proj"] });
        var second = Attach(model, new LoraOptions { Rank = 3, Targets = ["q_proj"] }, name: "second");
        Disturb(first);
        Disturb(second);
        var both = model.Run();
        second.Enabled = false;
        var one = model.Run();
        Assert.False(one.allclose(both));
        first.Enabled = false;
        Assert.True(bare.equal(model.Run()));
        first.Enabled = second.Enabled = true;
        Assert.Contains("\"default\" cannot be merged while an adapter that was attached after it stands on layers.0.q_proj",
            Assert.Throws<PluginHostException>(first.Merge).Message, StringComparison.Ordinal);
        second.Merge();
        Assert.True(both.allclose(model.Run(), 1e-10, 1e-12));
        first.Merge();
        Assert.True(both.allclose(model.Run(), 1e-10, 1e-12));
        // The second stood on the first, which is not there now.
        Assert.Contains("layers.0.q_proj is not what it was merged into", Assert.Throws<PluginHostException>(second.Unmerge).Message, StringComparison.Ordinal);
        first.Unmerge();
        second.Unmerge();
        Assert.True(both.allclose(model.Run(), 1e-10, 1e-12));
    }

    [Fact]
    public void An_adapter_in_full_precision_stands_on_a_base_in_half()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var model = new TinyModel(ScalarType.BFloat16);
        var adapter = Attach(model, new LoraOptions { Rank = 2, Targets = ["q_proj", "c_fc", "embed_tokens"] });
        Assert.All(adapter.Parameters, pair => Assert.Equal(ScalarType.Float32, pair.Value.dtype));
        Disturb(adapter);
        var trained = model.Run();
        Assert.Equal(ScalarType.BFloat16, trained.dtype);
        adapter.Enabled = false;
        Assert.False(trained.allclose(model.Run(), 1e-2, 1e-2));
    }

    private static void AssertOnOff(TinyModel model, Adapter adapter, Tensor before)
    {
        Assert.True(before.equal(model.Run()));
        Disturb(adapter);
        var trained = model.Run();
        var stored = adapter.ToStored().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        adapter.Enabled = false;
        Assert.True(before.equal(model.Run()));
        Assert.All(adapter.ToStored(), pair => Assert.True(pair.Value.equal(stored[pair.Key])));
        adapter.Enabled = true;
        Assert.True(trained.equal(model.Run()));
    }

    private static Adapter Attach(TinyModel model, LoraOptions options, long seed = 11, string name = "default")
    {
        var adapter = s_plugins.Make<Adapter>(Kind.Adapter, "lora", options, new AdapterContext { Model = model, Method = "lora", Seed = seed, Name = name });
        model.Attach(adapter);
        // Fresh weights are float32; finite differences want the model's float64.
        if (model.parameters().Any(parameter => parameter.dtype == ScalarType.Float64)) model.to(ScalarType.Float64);
        return adapter;
    }

    private static void Disturb(Adapter adapter)
    {
        using var frozen = no_grad();
        using var generator = new Generator(7);
        foreach (var (_, parameter) in adapter.Parameters) parameter.normal_(0, 0.5, generator);
    }
}
