// What is said of a run that is over.
using PluginHost.Terminal;

namespace PluginHost.App;

/// <summary>What is said of a run that is over, below its tables.</summary>
internal static class RunEnding
{
    /// <summary>Says why it ended, and how to go on.</summary>
    /// <param name="state">The run.</param>
    /// <param name="death">What its worker could not say itself; null when it could.</param>
    /// <param name="runDirectory">Its folder, as it is shown.</param>
    /// <param name="resume">The command that goes on with it.</param>
    /// <param name="output">Where to.</param>
    /// <param name="debug">Whether stack traces are shown.</param>
    public static void Tell(RunState state, string? death, string runDirectory, string resume, TextWriter output, bool debug)
    {
        if ((death ?? state.Message) is { } message) Console.Error.WriteLine(Console.IsErrorRedirected ? message : Prose.Wrap(message, Console.WindowWidth));
        if (debug && state.Detail is { } detail) Console.Error.WriteLine(detail);
        if (state.Status == RunStatus.Stopped) output.WriteLine($"{(state.HasSaved ? "Go on" : "Nothing was saved yet; begin again")} with: {resume}");
        if (state is { Status: RunStatus.Done, Elapsed: { } elapsed }) output.WriteLine($"Done in {Figures.Duration(elapsed)}. Everything is in {runDirectory}.");
    }
}
