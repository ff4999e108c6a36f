// pluginhost doctor --tensors RECIPE: runs a recipe and says which places in the code hold more tensors at its end than after ten steps.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace PluginHost.App;

/// <summary>Runs a recipe with its tensors counted by the place that makes them, and prints what grew.</summary>
/// <param name="recipe">The script.</param>
/// <param name="runs">The folder of the runs.</param>
/// <param name="settings">Values for the recipe's settings, as name=value.</param>
/// <param name="trust">Whether a recipe from outside the checkout is run without asking.</param>
/// <param name="json">Whether to print JSON.</param>
internal sealed class TensorGrowth(string recipe, string runs, IReadOnlyList<string> settings, bool trust, bool json)
{
    private const int Shown = 15;

    /// <summary>Runs the recipe and prints.</summary>
    /// <returns>0, or the run's exit code where it failed.</returns>
    public int Execute()
    {
        var (code, folder) = Run();
        if (folder is null) return code == 0 ? 1 : code;
        var stages = JsonNode.Parse(File.ReadAllBytes(Path.Join(folder, TensorWatch.FileName)))!.AsArray();
        if (json) Console.Out.WriteLine(new JsonObject { ["run_dir"] = folder, ["stages"] = stages.DeepClone() }.ToJsonString());
        else foreach (var stage in stages) Draw(stage!.AsObject());
        if (!json && stages.Count == 0) Console.Out.WriteLine("No stage made more than ten steps, so nothing can be compared. Give it more steps, with --set where the recipe has a setting for it.");
        return code;
    }

    // The run writes its own words to the error stream, which is this command's too.
    private (int Code, string? Folder) Run()
    {
        string[] arguments = ["run", recipe, "--json", "--runs-dir", runs, .. trust ? ["--trust"] : Array.Empty<string>(), .. settings.SelectMany(setting => new[] { "--set", setting })];
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments)
        {
            RedirectStandardOutput = true,
            Environment = { ["PLUGINHOST_TRACK_TENSORS"] = "1" },
        })!;
        string? last = null;
        while (process.StandardOutput.ReadLine() is { } line) last = line;
        process.WaitForExit();
        try
        {
            var folder = last is null ? null : JsonNode.Parse(last)?["run_dir"]?.GetValue<string>();
            return (process.ExitCode, folder is not null && File.Exists(Path.Join(folder, TensorWatch.FileName)) ? folder : null);
        }
        catch (JsonException)
        {
            return (process.ExitCode, null);
        }
    }

    private static void Draw(JsonObject stage)
    {
        var console = Screen.Output();
        var places = stage["places"]!.AsArray().Select(place => place!.AsObject()).ToList();
        var grown = places.Where(place => Number(place, "grown_live") > 0).OrderByDescending(place => Number(place, "grown_bytes")).ToList();
        var title = $"Stage {Number(stage, "stage")}, from step {Number(stage, "from_step")} to step {Number(stage, "to_step")}";
        if (grown.Count == 0)
        {
            console.WriteLine($"{title}: no place holds more tensors than before; {places.Sum(place => Number(place, "live"))} live.");
            return;
        }

        console.WriteLine($"{title}: {grown.Count} place{(grown.Count == 1 ? " holds" : "s hold")} more tensors than before. What is made there is neither in a dispose scope nor disposed of.");
        var table = new Table().AddColumn("place").AddColumn(new TableColumn("tensors").RightAligned()).AddColumn(new TableColumn("grown by").RightAligned()).AddColumn(new TableColumn("bytes").RightAligned());
        foreach (var place in grown.Take(Shown))
            table.AddRow(new Text(place["where"]!.GetValue<string>()), Text(place, "live"), Text(place, "grown_live"), Text(place, "grown_bytes"));
        console.Write(table);
    }

    private static long Number(JsonObject place, string name) => place[name]!.GetValue<long>();

    private static Text Text(JsonObject place, string name) => new(Number(place, name).ToString("N0", CultureInfo.InvariantCulture));
}
