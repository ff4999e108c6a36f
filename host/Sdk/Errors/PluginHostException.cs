// Every error that a person caused is one of these: a sentence, and the exit code that the program ends with.
namespace PluginHost;

/// <summary>
/// An error for the person who caused it. Its message is whole sentences: what was expected, what came, where, and what to do.
/// It is shown without a stack trace.
/// </summary>
public class PluginHostException : Exception
{
    /// <summary>Makes an error.</summary>
    /// <param name="message">Whole sentences.</param>
    /// <param name="inner">What caused it, shown with <c>--debug</c>.</param>
    public PluginHostException(string message, Exception? inner = null) : base(message, inner)
    {
    }

    /// <summary>What the program exits with: 1 failed, 2 recipe or usage, 3 set-up, 4 stopped and resumable.</summary>
    public virtual int ExitCode => 1;
}
