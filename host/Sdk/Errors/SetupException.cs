// The machine lacks something: libtorch, a folder that can be written, a device.
namespace PluginHost;

/// <summary>The machine lacks something that the run needs. Exit code 3.</summary>
public sealed class SetupException(string message, Exception? inner = null) : PluginHostException(message, inner)
{
    /// <inheritdoc/>
    public override int ExitCode => 3;
}
