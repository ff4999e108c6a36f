// A stop that was asked for, after which the run can go on.
namespace PluginHost;

/// <summary>The run stopped because it was asked to; its state is saved and it can go on. Exit code 4.</summary>
public sealed class StoppedException(string message) : PluginHostException(message)
{
    /// <inheritdoc/>
    public override int ExitCode => 4;
}
