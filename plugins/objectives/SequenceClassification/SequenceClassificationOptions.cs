// Options of the head "sequence-classification".
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using PluginHost.Layers;

namespace PluginHost.Objectives;

/// <summary>Options of the head <c>sequence-classification</c>. What is null is as the architecture has it.</summary>
public sealed record SequenceClassificationOptions : IOptionsWithRules
{
    /// <summary>How many classes (or numbers) there are.</summary>
    [Range(1, 10_000_000)]
    public int Labels { get; init; } = 2;

    /// <summary>The classes' names in the order of their ids; null for <c>LABEL_0</c>, <c>LABEL_1</c>, ….</summary>
    public IReadOnlyList<string>? LabelNames { get; init; }

    /// <summary>What is written as <c>problem_type</c>; nothing for <see cref="ProblemType.Auto"/>.</summary>
    public ProblemType Problem { get; init; }

    /// <summary>How one vector is made of a row's positions.</summary>
    public Pooling? Pooling { get; init; }

    /// <summary>The probability of dropping an input of the projection while training.</summary>
    [Range(0.0, 1.0)]
    public double? Dropout { get; init; }

    /// <inheritdoc/>
    public IEnumerable<string> Check()
    {
        if (LabelNames is { } names && names.Count != Labels)
            yield return $"LabelNames has {names.Count} names and Labels is {Labels}; there has to be one name for each";
    }

    /// <summary>The options that a <c>config.json</c> describes.</summary>
    internal static SequenceClassificationOptions Read(JsonObject file)
    {
        var config = new HuggingFaceConfig(file);
        var names = config.Labels();
        var dropout = new[] { "classifier_dropout", "seq_classif_dropout" }.FirstOrDefault(config.Has);
        return new SequenceClassificationOptions
        {
            // Files never have num_labels where Hugging Face wrote them: it is the number of names, and 2 without names.
            Labels = names?.Count ?? config.Int("num_labels", 2),
            LabelNames = names,
            Problem = config.StringOrNull("problem_type") switch
            {
                null => ProblemType.Auto,
                var type => ProblemTypes.Parse(type),
            },
            Dropout = dropout is null ? null : config.Double(dropout, 0),
        };
    }
}
