// What stands behind a recipe's verbs.
using System.Text.Json.Nodes;

namespace PluginHost;

/// <summary>What stands behind a recipe's verbs: implemented by the engine in the worker process.</summary>
public interface IRecipeHost
{
    /// <summary>The folder that the run was started from; relative paths in a recipe start there.</summary>
    string BaseDirectory { get; }

    /// <summary>The folder of the checkout that the host belongs to.</summary>
    string Home { get; }

    /// <summary>The run's own folder.</summary>
    string RunDirectory { get; }

    /// <summary>The value that <c>--set</c> gave a name, or null.</summary>
    string? Setting(string name);

    /// <summary>Declares a value that can be changed while the run is at work, and gives what reads it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="initial">The value until it is changed.</param>
    /// <param name="refuse">Why a value cannot be one, to follow the name; null when it can.</param>
    Func<JsonNode> Live(string name, JsonNode initial, Func<JsonNode?, string?> refuse);

    /// <summary>Runs a stage.</summary>
    Task<StageResult> Run(StagePlan plan);

    /// <summary>Opens a stage for a loop of the recipe's own.</summary>
    Task<IOpenStage> Open(StagePlan plan);

    /// <summary>Continues a text with a saved model.</summary>
    Task<string> Generate(string modelDirectory, string? adapterDirectory, string prompt, GenerationOptions options);

    /// <summary>Puts a figure or a text into the run's summary.</summary>
    void Report(string name, JsonNode? value);

    /// <summary>Shows a line to whoever watches, and keeps it in the record.</summary>
    void Print(string line);

    /// <summary>What a recipe with a loop of its own keeps under a name; saved with every checkpoint.</summary>
    JsonObject State(string name);
}
