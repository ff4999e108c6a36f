// Prefix-tuning against PEFT's reference outputs, in files and in training.
using PluginHost.LowRank;
using PluginHost.Prompts;
using PluginHost.Tests.Plugins.TextModels;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Plugins.Prompts;

public sealed class PrefixTuningTests
{
    private static readonly Registrations s_adapters = new(new PromptsPlugin(), new LowRankPlugin());

    [Fact]
    public void Logits_loss_and_gradient_are_those_of_PEFT()
    {
        using var scope = NewDisposeScope();
        var golden = Golden.Open("adapters/gpt2_prefix_tuning");
        var model = StoredModels.Load(SharedData.PathOrSkip("golden/gpt2"));
        var warnings = new List<string>();
        var adapter = AdapterFiles.Load(s_adapters.Get(Kind.Adapter, "prefix-tuning"), Context(model, warnings), golden.Directory);
        Assert.Empty(warnings);
        foreach (var test in golden.Cases("case")) golden.Check($"{test}.logits", model.call(golden.Inputs(test))[Fields.Logits]);

        var batch = golden.Inputs("case0");
        var logits = model.call(batch)[Fields.Logits];
        var labels = batch[Fields.Labels];
        var loss = nn.functional.cross_entropy(logits.narrow(1, 0, logits.size(1) - 1).flatten(0, 1), labels.narrow(1, 1, labels.size(1) - 1).reshape(-1));
        loss.backward();
        golden.Check("case0.loss", loss);
        golden.Check("case0.grad.prompt_embeddings", adapter.Parameters.Single().Value.grad!);

        adapter.Enabled = false;
        golden.Check("case1.base_logits", model.call(golden.Inputs("case1"))[Fields.Logits]);
    }

    [Fact]
    public void The_model_holds_the_prefix_and_its_own_state_does_not()
    {
        using var scope = NewDisposeScope();
        var model = StoredModels.Load(SharedData.PathOrSkip("golden/gpt2"));
        var before = ModuleTree.BaseState(model).Select(pair => pair.Key).ToList();
        var adapter = Attach(model, new PrefixTuningOptions { VirtualTokens = 3, Projection = true });
        Assert.Equal(before, ModuleTree.BaseState(model).Select(pair => pair.Key));
        var trained = model.parameters().Where(parameter => parameter.requires_grad).ToHashSet<object>(ReferenceEqualityComparer.Instance);
        Assert.Equal(5, trained.Count);
        Assert.All(adapter.Parameters, pair => Assert.Contains(pair.Value, trained));
        model.Detach(adapter);
        Assert.DoesNotContain(model.parameters(), parameter => parameter.requires_grad);
    }

    [Fact]
    public void A_file_holds_what_the_projection_computes()
    {
        using var scope = NewDisposeScope();
        var directory = Path.Join(Path.GetTempPath(), $"prefix-{Guid.NewGuid():N}");
        var ids = tensor(new long[] { 5, 9, 2, 77, 3, 8 }, [2, 3]);
        var path = SharedData.PathOrSkip("golden/gpt2");
        var model = StoredModels.Load(path);
        var adapter = Attach(model, new PrefixTuningOptions { VirtualTokens = 3, Projection = true, ProjectionWidth = 20 });
        var expected = model.call(new Batch { [Fields.InputIds] = ids })[Fields.Logits];
        try
        {
            AdapterFiles.Save(model, adapter, path, directory);
            var other = StoredModels.Load(path);
            var loaded = AdapterFiles.Load(s_adapters.Get(Kind.Adapter, "prefix-tuning"), Context(other, []), directory);
            Assert.True(allclose(expected, other.call(new Batch { [Fields.InputIds] = ids })[Fields.Logits], 1e-5, 1e-5));
            Assert.Equal("prompt_embeddings", Assert.Single(loaded.Parameters).Key);
        }
        finally
        {
            if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void Writing_with_a_cache_gives_the_ids_that_writing_without_one_gives()
    {
        using var scope = NewDisposeScope();
        var golden = Golden.Open("adapters/gpt2_prefix_tuning");
        var model = StoredModels.Load(SharedData.PathOrSkip("golden/gpt2"));
        AdapterFiles.Load(s_adapters.Get(Kind.Adapter, "prefix-tuning"), Context(model, []), golden.Directory);
        var prompt = golden["case1.input_ids"];
        var options = new GenerationOptions { MaxNewTokens = 6 };
        var cached = ((IGenerativeModel)model).Generate(prompt, null, options);
        Assert.Equal(((IGenerativeModel)model).Generate(prompt, null, options with { UseCache = false }).data<long>().ToArray(), cached.data<long>().ToArray());
        // The ids are those of the model with its prefix, one forward pass a token.
        var row = prompt;
        using (no_grad())
            for (var i = 0; i < 6; i++) row = cat([row, model.call(new Batch { [Fields.InputIds] = row })[Fields.Logits].select(1, -1).argmax(-1).unsqueeze(1)], 1);
        Assert.Equal(row.data<long>().ToArray(), cached.data<long>().ToArray());
    }

    [Fact]
    public void A_second_method_leaves_the_prefix_trainable_and_finds_no_target_in_it()
    {
        using var scope = NewDisposeScope();
        var model = StoredModels.Load(SharedData.PathOrSkip("golden/gpt2"));
        var prefix = Attach(model, new PrefixTuningOptions { VirtualTokens = 2 });
        var lora = s_adapters.Make<Adapter>(Kind.Adapter, "lora", new LoraOptions { Targets = ["all-linear"] },
            new AdapterContext { Model = model, Method = "lora", Name = "second", Seed = 2 });
        model.Attach(lora);
        Assert.True(prefix.Parameters.Single().Value.requires_grad);
        Assert.DoesNotContain(lora.Parameters, pair => pair.Key.Contains("adapter", StringComparison.Ordinal));
        Assert.Contains("takes one only", Assert.Throws<RecipeException>(() => Attach(model, new PrefixTuningOptions(), "third")).Message, StringComparison.Ordinal);
    }

    private static Adapter Attach(Model model, PrefixTuningOptions options, string name = "default")
    {
        var adapter = s_adapters.Make<Adapter>(Kind.Adapter, "prefix-tuning", options, Context(model, [], name));
        model.Attach(adapter);
        return adapter;
    }

    private static AdapterContext Context(Model model, List<string> warnings, string name = "default") =>
        new() { Model = model, Method = "prefix-tuning", Name = name, Seed = 1, Warn = warnings.Add };
}
