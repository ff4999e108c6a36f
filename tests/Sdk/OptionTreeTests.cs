// Options: freezing, thawing, checking.
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Xunit;

namespace PluginHost.Tests.Sdk;

public sealed class OptionTreeTests
{
    public enum Colour { Red, Green }

    public sealed record Inner(int Count, string? Name = null);

    public sealed record Options
    {
        [Range(1, 8)] public int Rank { get; init; } = 4;

        [Range(0.0, 1.0, MaximumIsExclusive = true)] public double Dropout { get; init; }

        public long? Seed { get; init; }

        public Colour Colour { get; init; }

        public IReadOnlyList<string> Targets { get; init; } = [];

        public IReadOnlyDictionary<string, int> Ranks { get; init; } = new Dictionary<string, int>();

        public Inner? Inner { get; init; }
    }

    [Fact]
    public void What_is_frozen_thaws_to_the_same_values()
    {
        var options = new Options
        {
            Rank = 2,
            Dropout = 0.25,
            Seed = long.MaxValue,
            Colour = Colour.Green,
            Targets = ["a", "b"],
            Ranks = new Dictionary<string, int> { ["x"] = 3 },
            Inner = new Inner(5, "five"),
        };
        var tree = JsonNode.Parse(OptionTree.Freeze(options).ToJsonString())!.AsObject();
        var thawed = (Options)OptionTree.Thaw(typeof(Options), tree, "test");
        Assert.Equal(options.Rank, thawed.Rank);
        Assert.Equal(options.Dropout, thawed.Dropout);
        Assert.Equal(options.Seed, thawed.Seed);
        Assert.Equal(options.Colour, thawed.Colour);
        Assert.Equal(options.Targets, thawed.Targets);
        Assert.Equal(options.Ranks, thawed.Ranks);
        Assert.Equal(options.Inner, thawed.Inner);
    }

    [Fact]
    public void What_is_not_named_keeps_its_default() =>
        Assert.Equal(4, ((Options)OptionTree.Thaw(typeof(Options), [], "test")).Rank);

    [Fact]
    public void An_unknown_option_lists_those_that_there_are()
    {
        var fault = Assert.Throws<RecipeException>(() => OptionTree.Thaw(typeof(Options), new JsonObject { ["rnak"] = 1 }, "adapter \"lora\""));
        Assert.Contains("adapter \"lora\" has no option \"rnak\"", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Rank, Dropout", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rank", "\"many\"", "Rank is \"many\"; it has to be a whole number")]
    [InlineData("colour", "\"blue\"", "it has to be one of: Red, Green")]
    [InlineData("rank", "1.5", "Rank is 1.5")]
    public void A_value_that_does_not_fit_is_named(string option, string json, string expected)
    {
        var fault = Assert.Throws<RecipeException>(() => OptionTree.Thaw(typeof(Options), new JsonObject { [option] = JsonNode.Parse(json) }, "test"));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_out_of_range_names_option_range_and_value()
    {
        var fault = Assert.Throws<RecipeException>(() => OptionRules.Validate(new Options { Rank = 9, Dropout = 1 }, "adapter \"lora\""));
        Assert.Equal("adapter \"lora\": Rank is 9; it has to be between 1 and 8. Dropout is 1; it has to be between 0 and 1 (excluded).", fault.Message);
    }

    [Fact]
    public void A_description_has_type_default_and_rule()
    {
        var rank = OptionDescription.Of(typeof(Options)).Single(option => option.Name == "Rank");
        Assert.Equal(("int", "4", "between 1 and 8"), (rank.Type, rank.Default, rank.Rule));
    }
}
