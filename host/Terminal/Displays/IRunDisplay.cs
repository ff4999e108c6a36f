// What a watcher draws a run with: a live panel or plain lines.
namespace PluginHost.Terminal;

/// <summary>Draws a run. Only one thread calls it.</summary>
public interface IRunDisplay : IDisposable
{
    /// <summary>Shows one more event.</summary>
    /// <param name="state">The run after the event.</param>
    /// <param name="happened">The event.</param>
    void Show(RunState state, RunEvent happened);

    /// <summary>Time went by: draws what moves with it. Called often.</summary>
    /// <param name="state">The run.</param>
    /// <param name="now">The present.</param>
    void Refresh(RunState state, DateTimeOffset now);

    /// <summary>Shows a line of the watcher's own, as in "Stopping after this step".</summary>
    void Say(string line);

    /// <summary>The run is over: removes what moves and shows the tables.</summary>
    void Finish(RunState state);
}
