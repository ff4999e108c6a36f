// Spectre consoles as this program uses them.
using Spectre.Console;

namespace PluginHost.Terminal;

/// <summary>Consoles on streams.</summary>
public static class Consoles
{
    /// <summary>A console without colours or cursor movement and of a fixed width, for what is no terminal and for tests.</summary>
    public static IAnsiConsole Plain(TextWriter output, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
            // Otherwise a CI system's variables would turn colours on again.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    /// <summary>A console on a terminal; without colours where NO_COLOR is set.</summary>
    public static IAnsiConsole Terminal(TextWriter output)
    {
        var colours = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(output),
        });
    }
}
