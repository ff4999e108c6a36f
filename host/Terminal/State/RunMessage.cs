// A line that the run showed to whoever watches.
namespace PluginHost.Terminal;

/// <summary>A line that the run showed to whoever watches.</summary>
/// <param name="Time">When.</param>
/// <param name="Text">The line.</param>
/// <param name="IsWarning">Whether it is a warning.</param>
public sealed record RunMessage(DateTimeOffset Time, string Text, bool IsWarning);
