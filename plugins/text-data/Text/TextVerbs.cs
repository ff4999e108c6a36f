// The dataset "text" as a recipe writes it.
namespace PluginHost.TextData;

/// <summary>The dataset <c>text</c> as a recipe writes it.</summary>
public static class TextVerbs
{
    /// <summary>Trains on files as one long stream of tokens.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="files">Files, folders and patterns.</param>
    /// <param name="window">How many positions of the model a row takes, in tokens.</param>
    /// <param name="validation">The share that is held out for validation.</param>
    public static StageBuilder Text(this StageBuilder stage, IReadOnlyList<string> files, int window = 128, double validation = 0.1)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Data("text", new TextOptions { Files = files, Window = window, ValidationFraction = validation });
    }
}
