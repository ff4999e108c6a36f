// What a stage leaves behind, as a recipe sees it.
namespace PluginHost;

/// <summary>What a stage leaves behind. It holds figures and folders, never a plugin's object.</summary>
public sealed record StageResult
{
    /// <summary>The stage's name.</summary>
    public required string Name { get; init; }

    /// <summary>The optimizer steps that were made.</summary>
    public long Steps { get; init; }

    /// <summary>The training loss of the first steps (mean over the first 1%, at least one step); null where nothing was trained.</summary>
    public double? TrainLossFirst { get; init; }

    /// <summary>The training loss of the last steps (mean over the last 5%, at least one step); null where nothing was trained.</summary>
    public double? TrainLossLast { get; init; }

    /// <summary>The evaluation before the first step; empty unless the recipe asked for it.</summary>
    public IReadOnlyDictionary<string, double> Before { get; init; } = new Dictionary<string, double>();

    /// <summary>The last evaluation: <c>loss</c> and every metric.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Tokens (rows, where there are no tokens) a second while training.</summary>
    public double ItemsPerSecond { get; init; }

    /// <summary>Numbers that were trained.</summary>
    public long TrainableParameters { get; init; }

    /// <summary>Numbers in the model, adapters included.</summary>
    public long TotalParameters { get; init; }

    /// <summary>Seconds that the stage took.</summary>
    public double Seconds { get; init; }

    /// <summary>The device that it ran on.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>The folder of the model in Hugging Face's layout: the trained one, or the unchanged base of a stage that trained adapters.</summary>
    public required string ModelDirectory { get; init; }

    /// <summary>The folder of the first adapter in PEFT's layout, or null.</summary>
    public string? AdapterDirectory { get; init; }

    /// <summary>The model, for a later stage's <c>.Model(…)</c>.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ModelReference Model => new(ModelDirectory);

    /// <summary>The adapter, for a later stage's <c>.Adapt(…)</c>.</summary>
    /// <exception cref="RecipeException">The stage trained no adapter.</exception>
    [System.Text.Json.Serialization.JsonIgnore]
    public AdapterReference Adapter => new(AdapterDirectory ?? throw new RecipeException($"The stage \"{Name}\" trained no adapter, so it has none to hand on."));
}
