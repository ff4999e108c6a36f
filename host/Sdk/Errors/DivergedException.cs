// A loss or a gradient that is not a number.
namespace PluginHost;

/// <summary>The loss or a gradient became NaN or infinite; the update was not applied. Exit code 1.</summary>
/// <param name="step">The step, from 1, whose loss was not finite.</param>
/// <param name="message">Whole sentences.</param>
public sealed class DivergedException(long step, string message) : PluginHostException(message)
{
    /// <summary>The step, from 1, whose loss was not finite.</summary>
    public long Step { get; } = step;
}
