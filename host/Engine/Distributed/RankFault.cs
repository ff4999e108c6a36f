// Another rank is gone, or has stopped answering.
namespace PluginHost.Engine;

/// <summary>Another rank is gone, stalled or failed, so that this one cannot go on. Exit code 1.</summary>
internal sealed class RankFault(string message, Exception? inner = null) : PluginHostException(message, inner);
