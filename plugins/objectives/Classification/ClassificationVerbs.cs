// The objective "classification" as a recipe writes it.
namespace PluginHost.Objectives;

/// <summary>The objective <c>classification</c> as a recipe writes it.</summary>
public static class ClassificationVerbs
{
    /// <summary>Trains the model to tell a row's class.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="labels">How many classes there are.</param>
    /// <param name="names">The classes' names in the order of their ids; null for <c>LABEL_0</c>, <c>LABEL_1</c>, ….</param>
    public static StageBuilder Classify(this StageBuilder stage, int labels, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Objective("classification", new ClassificationOptions { Labels = labels, LabelNames = names });
    }
}
