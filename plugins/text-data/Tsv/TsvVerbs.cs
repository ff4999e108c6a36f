// The dataset "tsv" as a recipe writes it.
namespace PluginHost.TextData;

/// <summary>The dataset <c>tsv</c> as a recipe writes it.</summary>
public static class TsvVerbs
{
    /// <summary>Trains on a file with one row a line, columns separated by tabs, and tokenizes it.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="train">The training file.</param>
    /// <param name="validation">The validation file; null for none.</param>
    /// <param name="text">The text's column, from 0.</param>
    /// <param name="label">The class's column, from 0.</param>
    /// <param name="maxLength">Longer rows are cut to so many ids; null for no bound.</param>
    public static StageBuilder Tsv(this StageBuilder stage, string train, string? validation = null, int text = 0, int label = 1, int? maxLength = null)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Data("tsv", new TsvOptions { Train = train, Validation = validation, Text = text, Label = label })
            .Transform("tokenize", new TokenizeOptions { MaxLength = maxLength });
    }
}
