// What is said of an exception that came out of a plugin while a run was at work.
using PluginHost.Engine;
using PluginHost.Loading;

namespace PluginHost.App;

/// <summary>Blames the plugin whose code failed, by name and file, with the step.</summary>
internal static class PluginFault
{
    /// <summary>The blaming exception; null where no plugin failed, or where what was thrown is a sentence of the host's own that a plugin only passed on.</summary>
    /// <param name="fault">What came out of the recipe.</param>
    /// <param name="mark">What was at work.</param>
    public static PluginHostException? Blame(Exception fault, WorkMark mark)
    {
        if (PluginBlame.Of(fault) is not { } blamed || (fault is PluginHostException && !blamed.Threw) || fault.Message.Contains(blamed.File, StringComparison.Ordinal)) return null;
        var sentence = $"Plugin \"{blamed.Plugin}\" ({blamed.File}) failed{Where(mark, mark.Now.Component)}: {FaultSentence.Of(fault)}";
        return fault switch
        {
            RecipeException => new RecipeException(sentence, fault),
            PluginException => new PluginException(sentence, fault),
            SetupException => new SetupException(sentence, fault),
            _ => new PluginHostException(sentence, fault),
        };
    }

    /// <summary>Somebody ended the program. Who it was only the mark tells: the runtime asks on a thread of its own.</summary>
    /// <param name="mark">What was at work; null before there was anything.</param>
    public static PluginHostException Exited(WorkMark? mark)
    {
        var one = mark?.Now is { Origins: [{ File: { } file } origin] } ? $"Plugin \"{origin.Plugin}\" ({file})" : null;
        return new PluginHostException($"{one ?? "The recipe or a plugin"} ended the program itself (Environment.Exit({Environment.ExitCode}))"
            + (mark is null ? "" : Where(mark, one is null ? mark.Now.Title : mark.Now.Component)) + ". A recipe is over at its last line, or with throw; a plugin throws.");
    }

    private static string Where(WorkMark mark, string? what) => what is not { Length: > 0 } ? ""
        : $" {(mark.IsInStep ? $"in step {mark.Now.Step + 1}" : $"after step {mark.Now.Step}")}, in {what}";
}
