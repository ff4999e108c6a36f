// LoRA's options in PEFT's files.
using System.Text.Json.Nodes;
using PluginHost.LowRank;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Plugins.LowRank;

public sealed class LoraConfigTests
{
    private static readonly Registration s_lora = new Registrations(new LowRankPlugin()).Get(Kind.Adapter, "lora");

    [Fact]
    public void Every_option_goes_through_a_file()
    {
        var options = new LoraOptions
        {
            Rank = 4,
            Alpha = 2.5,
            Dropout = 0.1,
            Targets = ["q", "v"],
            Exclude = ["lm_head"],
            Bias = LoraBias.LoraOnly,
            UseRsLora = true,
            InitWeights = LoraInitialization.Gaussian,
            LayersToTransform = [1, 3],
            LayersPattern = ["h"],
            RankPattern = new Dictionary<string, int> { ["q"] = 2 },
            AlphaPattern = new Dictionary<string, double> { ["v"] = 8 },
            ModulesToSave = ["classifier"],
        };
        var file = LoraConfig.Write(options, options.Targets, fanInFanOut: false, options.ModulesToSave);
        var read = (LoraOptions)s_lora.ReadConfig!(JsonNode.Parse(file.ToJsonString())!.AsObject());
        Assert.Equal(OptionTree.Freeze(options).ToJsonString(), OptionTree.Freeze(read).ToJsonString());
        Assert.Subset(LoraConfig.Keys.Append("peft_type").ToHashSet(), file.Select(pair => pair.Key).ToHashSet());
    }

    [Theory]
    [InlineData("true", LoraInitialization.KaimingUniform)]
    [InlineData("false", LoraInitialization.Random)]
    [InlineData("\"gaussian\"", LoraInitialization.Gaussian)]
    public void Initializations_have_pefts_names(string value, LoraInitialization expected)
    {
        var read = (LoraOptions)s_lora.ReadConfig!(new JsonObject { ["init_lora_weights"] = JsonNode.Parse(value) });
        Assert.Equal(expected, read.InitWeights);
        Assert.Equal(value, LoraConfig.Write(read, [], false, [])["init_lora_weights"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"target_modules": "all-linear"}""", "all-linear")]
    [InlineData("""{"target_modules": ".*\\.q"}""", ".*\\.q")]
    [InlineData("""{"target_modules": ["q"]}""", "q")]
    public void A_single_target_keeps_its_meaning(string config, string target)
    {
        var given = JsonNode.Parse(config)!.AsObject();
        var read = (LoraOptions)s_lora.ReadConfig!(given);
        Assert.Equal([target], read.Targets);
        Assert.Equal(given["target_modules"]!.ToJsonString(), LoraConfig.Write(read, read.Targets, false, [])["target_modules"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"use_dora": true}""", "use_dora is true.")]
    [InlineData("""{"init_lora_weights": "pissa"}""", "init_lora_weights is \"pissa\"")]
    [InlineData("""{"layer_replication": [[0, 2], [1, 3]]}""", "layer_replication is [[0,2],[1,3]].")]
    [InlineData("""{"bias": "some"}""", "bias is \"some\"; it has to be \"none\", \"all\" or \"lora_only\"")]
    [InlineData("""{"r": "eight"}""", "r is \"eight\"; it has to be a whole number")]
    [InlineData("""{"r": 8.5}""", "r is 8.5; it has to be a whole number")]
    [InlineData("""{"target_modules": [1]}""", "target_modules is [1]; it has to be a string or a list of strings")]
    public void What_would_compute_something_else_is_refused(string config, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<RecipeException>(() => s_lora.ReadConfig!(JsonNode.Parse(config)!.AsObject())).Message, StringComparison.Ordinal);

    [Fact]
    public void Unknown_keys_are_warned_of_and_passed_over()
    {
        using var scope = NewDisposeScope();
        var folder = Directory.CreateTempSubdirectory("lora-");
        try
        {
            var model = new TinyModel(ScalarType.Float32);
            var adapter = (Adapter)s_lora.Create(new LoraOptions(), new AdapterContext { Model = model, Method = "lora" });
            var path = Path.Join(folder.FullName, "adapter");
            AdapterFiles.Save(model, adapter, null, path);
            var config = AdapterFiles.ReadConfig(path);
            (config["peft_version"], config["from_the_future"], config["and_more"]) = ("0.99", 1, true);
            JsonFiles.Write(Path.Join(path, "adapter_config.json"), config);
            var warnings = new List<string>();
            AdapterFiles.Load(s_lora, new AdapterContext { Model = new TinyModel(ScalarType.Float32), Method = "lora", Warn = warnings.Add }, path);
            Assert.EndsWith("the method \"lora\" does not know and_more, from_the_future; going on without.", Assert.Single(warnings), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
