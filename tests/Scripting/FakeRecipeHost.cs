// Stands behind a recipe's verbs in tests of the compiler: keeps what the recipe printed.
using System.Text.Json.Nodes;

namespace PluginHost.Tests.Scripting;

/// <summary>Keeps what a recipe printed, and runs nothing.</summary>
internal sealed class FakeRecipeHost : IRecipeHost
{
    public List<string> Printed { get; } = [];

    public string BaseDirectory => Environment.CurrentDirectory;

    public string Home => "/checkout";

    public string RunDirectory => "/checkout/runs/test";

    public string? Setting(string name) => null;

    public Task<StageResult> Run(StagePlan plan) => throw new NotSupportedException();

    public Task<IOpenStage> Open(StagePlan plan) => throw new NotSupportedException();

    public Task<string> Generate(string modelDirectory, string? adapterDirectory, string prompt, GenerationOptions options) => throw new NotSupportedException();

    public void Report(string name, JsonNode? value) => throw new NotSupportedException();

    public void Print(string line) => Printed.Add(line);

    public Func<System.Text.Json.Nodes.JsonNode> Live(string name, System.Text.Json.Nodes.JsonNode initial, Func<System.Text.Json.Nodes.JsonNode?, string?> refuse) => () => initial;

    public JsonObject State(string name) => throw new NotSupportedException();
}
