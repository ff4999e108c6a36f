// What a run is drawn with.
using PluginHost.Terminal;

namespace PluginHost.App;

/// <summary>What a run is drawn with: a live panel on a terminal, plain lines elsewhere.</summary>
internal static class RunDisplays
{
    /// <summary>The display for a stream.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="redirected">Whether that is no terminal.</param>
    /// <param name="hint">The panel's last line.</param>
    public static IRunDisplay For(TextWriter output, bool redirected, string hint) =>
        redirected || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb"
            ? new PlainDisplay(output)
            : new PanelDisplay(Consoles.Terminal(output), hint);
}
