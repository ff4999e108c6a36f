// The recipe, its options, its data or the command line is wrong.
namespace PluginHost;

/// <summary>The recipe, an option, a data file or the command line is wrong; nothing was trained. Exit code 2.</summary>
public sealed class RecipeException(string message, Exception? inner = null) : PluginHostException(message, inner)
{
    /// <inheritdoc/>
    public override int ExitCode => 2;
}
