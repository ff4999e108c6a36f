// A plugin is missing, does not load, or broke its contract.
namespace PluginHost;

/// <summary>A plugin is missing, does not load, or broke its contract. The message names the plugin and its file. Exit code 2.</summary>
public sealed class PluginException(string message, Exception? inner = null) : PluginHostException(message, inner)
{
    /// <inheritdoc/>
    public override int ExitCode => 2;
}
