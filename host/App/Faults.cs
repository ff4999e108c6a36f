// Turns what went wrong into what a person is told: a sentence and an exit code, never a bare stack trace.
namespace PluginHost.App;

/// <summary>What is said of an exception.</summary>
internal static class Faults
{
    /// <summary>The sentences for an exception.</summary>
    /// <param name="fault">What went wrong.</param>
    /// <param name="debug">Whether the stack trace follows.</param>
    public static string Describe(Exception fault, bool debug)
    {
        var sentence = fault is PluginHostException known
            ? known.Message
            : $"Something unexpected went wrong: {fault.GetType().Name}: {fault.Message}" + (debug ? "" : " Run the same command again with --debug to see where.");
        return debug ? $"{sentence}\n{fault}" : sentence;
    }

    /// <summary>The exit code for an exception.</summary>
    public static int ExitCode(Exception fault) => fault is PluginHostException known ? known.ExitCode : 1;
}
