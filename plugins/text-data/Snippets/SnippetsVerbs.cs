// The dataset "snippets" as a recipe writes it.
namespace PluginHost.TextData;

/// <summary>The dataset <c>snippets</c> as a recipe writes it.</summary>
public static class SnippetsVerbs
{
    /// <summary>Trains on pieces of files, labelled with the kind of file that they are from.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="files">Files, folders and patterns.</param>
    /// <param name="labels">Each class's name and the patterns of its files, as in <c>["c++"] = ["*.cpp", "*.h"]</c>.</param>
    /// <param name="length">How many tokens a snippet has.</param>
    /// <param name="perFile">At most so many snippets from one file.</param>
    public static StageBuilder Snippets(this StageBuilder stage, IReadOnlyList<string> files, IReadOnlyDictionary<string, IReadOnlyList<string>> labels,
        int length = 128, int perFile = 16)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Data("snippets", new SnippetsOptions { Files = files, Labels = labels, Length = length, PerFile = perFile });
    }
}
