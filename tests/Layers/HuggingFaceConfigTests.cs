// What is wrong with a config.json comes out as a sentence.
using System.Text.Json.Nodes;
using PluginHost.Layers;
using Xunit;

namespace PluginHost.Tests.Layers;

public sealed class HuggingFaceConfigTests
{
    private static HuggingFaceConfig Config(string json) => new(JsonNode.Parse(json)!.AsObject());

    [Fact]
    public void WhatIsLeftOutOrNullHasItsDefault()
    {
        var config = Config("""{"n_layer": 3, "n_inner": null, "eos_token_id": [7, 8], "rate": 1, "tie": false}""");
        Assert.Equal(3, config.Int("n_layer", 12));
        Assert.Equal(12, config.Int("n_head", 12));
        Assert.Null(config.IntOrNull("n_inner"));
        Assert.Equal(7, config.Id("eos_token_id"));
        Assert.Equal(1.0, config.Double("rate", 0.5));
        Assert.False(config.Bool("tie", true));
        Assert.Null(config.Labels());
    }

    [Theory]
    [InlineData("""{"model_type": "gpt2", "n_layer": "three"}""", "n_layer", "\"three\"", "a whole number")]
    [InlineData("""{"model_type": "gpt2", "n_layer": 2.5}""", "n_layer", "2.5", "a whole number")]
    [InlineData("""{"model_type": "gpt2", "n_layer": 12345678901}""", "n_layer", "12345678901", "32 bits")]
    public void AWrongValueIsNamedWithWhatItHasToBe(string json, params string[] parts)
    {
        var error = Assert.Throws<RecipeException>(() => Config(json).Int("n_layer", 12));
        foreach (var part in parts.Append("gpt2")) Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ClassNamesAreInTheOrderOfTheirIds()
    {
        Assert.Equal(["no", "yes"], Config("""{"id2label": {"1": "yes", "0": "no"}}""").Labels());
        Assert.Throws<RecipeException>(() => Config("""{"id2label": {"1": "yes", "2": "no"}}""").Labels());
    }
}
