// How the commands that are not runs draw: tables and lists of facts.
using PluginHost.Terminal;
using Spectre.Console;

namespace PluginHost.App;

/// <summary>What the commands draw with.</summary>
internal static class Screen
{
    private const int WidthWithoutTerminal = 120;

    /// <summary>The standard output: a terminal, or plain text of a fixed width.</summary>
    public static IAnsiConsole Output() =>
        Console.IsOutputRedirected ? Consoles.Plain(Console.Out, WidthWithoutTerminal) : Consoles.Terminal(Console.Out);

    /// <summary>An empty table.</summary>
    public static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns) table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        return table;
    }

    /// <summary>A cell with exactly this text, whatever brackets it has.</summary>
    public static Text Cell(string text) => new(text);

    /// <summary>Names and values one below the other; those without a value are left out.</summary>
    public static Grid Facts(params (string Name, string? Value)[] facts)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (name, value) in facts)
            if (!string.IsNullOrEmpty(value)) grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(value));
        return grid;
    }
}
