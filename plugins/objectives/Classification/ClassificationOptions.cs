// Options of the objective "classification".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Objectives;

/// <summary>Options of the objective <c>classification</c>.</summary>
public sealed record ClassificationOptions : IOptionsWithRules
{
    /// <summary>How many classes there are; for a regression, how many numbers.</summary>
    [Range(1, 10_000_000)]
    public int Labels { get; init; } = 2;

    /// <summary>The classes' names in the order of their ids, as they are written into <c>config.json</c>; null for <c>LABEL_0</c>, <c>LABEL_1</c>, ….</summary>
    public IReadOnlyList<string>? LabelNames { get; init; }

    /// <summary>What kind of answer a row has. Where the recipe names no loss, it also chooses that.</summary>
    public ProblemType Problem { get; init; }

    /// <summary>How one vector is made of a row's positions; null for what the architecture does.</summary>
    public Pooling? Pooling { get; init; }

    /// <summary>The probability of dropping an input of the head while training; null for what the architecture does.</summary>
    [Range(0.0, 1.0)]
    public double? Dropout { get; init; }

    /// <inheritdoc/>
    public IEnumerable<string> Check() => Head.Check();

    /// <summary>The head that this objective needs.</summary>
    internal SequenceClassificationOptions Head => new() { Labels = Labels, LabelNames = LabelNames, Problem = Problem, Pooling = Pooling, Dropout = Dropout };
}
