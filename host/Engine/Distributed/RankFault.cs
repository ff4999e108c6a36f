// Another rank is gone, or has stopped answering.
namespace PluginHost.Engine;

/// <summary>Another rank is gone, stalled or failed, so that this one cannot go on. Exit code 1.</summary>
/// <param name="message">The sentence that names the rank.</param>
/// <param name="lost">Whether it died, was cut off or got stuck, so that the same work may well succeed when all start again; false where it failed by what it was told to do.</param>
/// <param name="inner">What was met first; may be null.</param>
public sealed class RankFault(string message, bool lost = false, Exception? inner = null) : PluginHostException(message, inner)
{
    /// <summary>Whether it may well succeed when all start again.</summary>
    public bool Lost => lost;
}
