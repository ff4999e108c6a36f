// What a person is told of an exception.
namespace PluginHost.Engine;

/// <summary>What a person is told of an exception.</summary>
public static class FaultSentence
{
    private const int NoSpace = 28; // ENOSPC

    /// <summary>What an exception is told by: of a library that was not found, the sentence of who looked for it and not the runtime's own.</summary>
    public static Exception Cause(Exception fault) => fault is FileNotFoundException { InnerException: FileNotFoundException inner } ? inner : fault;

    /// <summary>
    /// The message of an error of ours as it is. Of any other exception: where in the recipe or in a plugin it happened, its type and
    /// its message; the trace itself belongs to <c>--debug</c>.
    /// </summary>
    public static string Of(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault is PluginHostException) return fault.Message;
        if (fault is IOException { HResult: NoSpace })
            return $"There is no space left on the device ({fault.Message.TrimEnd('.')}). Free some, then go on with --resume; what was saved before is kept.";
        var place = new System.Diagnostics.StackTrace(fault, fNeedFileInfo: true).GetFrames()
            .FirstOrDefault(frame => frame.GetFileName() is { Length: > 0 });
        var where = place is null ? "" : $" at {place.GetFileName()}:{place.GetFileLineNumber()}";
        return $"{Cause(fault).Message.TrimEnd('.')} ({fault.GetType().Name}{where}). --debug shows the trace.";
    }
}
