// What --set gives a recipe.
using System.Text.Json.Nodes;
using Xunit;

namespace PluginHost.Tests.Sdk;

public sealed class SettingTests
{
    [Theory]
    [InlineData("1e-3", 0.001)]
    [InlineData("-2.5", -2.5)]
    [InlineData("7", 7.0)]
    public void A_number_is_read_as_code_writes_it(string text, double value) => Assert.Equal(value, Ask(text, 0.0));

    [Theory]
    [InlineData("1,5")]
    [InlineData("1,000.5")]
    [InlineData("fast")]
    [InlineData("")]
    public void Anything_else_is_no_number(string text)
    {
        var fault = Assert.Throws<RecipeException>(() => Ask(text, 0.5));
        Assert.Contains($"rate has to be a number, got \"{text}\"", fault.Message, StringComparison.Ordinal);
        Assert.Throws<RecipeException>(() => Ask(text, 0.5f));
    }

    [Fact]
    public void An_enum_has_only_its_names()
    {
        Assert.Equal(StageMode.Evaluate, Ask("evaluate", StageMode.Pretrain));
        Assert.Throws<RecipeException>(() => Ask("99", StageMode.Pretrain));
    }

    private static T Ask<T>(string text, T fallback) => new Recipe(new Given(text)).Setting("rate", fallback);

    private sealed class Given(string text) : IRecipeHost
    {
        public string BaseDirectory => "/";

        public string Home => "/";

        public string RunDirectory => "/";

        public string? Setting(string name) => text;

        public Task<StageResult> Run(StagePlan plan) => throw new NotSupportedException();

        public Task<IOpenStage> Open(StagePlan plan) => throw new NotSupportedException();

        public Task<string> Generate(string modelDirectory, string? adapterDirectory, string prompt, GenerationOptions options) => throw new NotSupportedException();

        public void Report(string name, JsonNode? value) => throw new NotSupportedException();

        public void Print(string line) => throw new NotSupportedException();

        public Func<System.Text.Json.Nodes.JsonNode> Live(string name, System.Text.Json.Nodes.JsonNode initial, Func<System.Text.Json.Nodes.JsonNode?, string?> refuse) => () => initial;

        public JsonObject State(string name) => throw new NotSupportedException();
    }
}
