// pluginhost runs compare: in what runs differ, and their figures side by side.
using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Engine;
using PluginHost.Terminal;
using Spectre.Console;

namespace PluginHost.App;

/// <summary>The compare command.</summary>
/// <param name="runs">The folder of the runs.</param>
/// <param name="named">The runs.</param>
/// <param name="json">Whether to print JSON.</param>
internal sealed class CompareCommand(string runs, IReadOnlyList<string> named, bool json)
{
    // Enough to see two curves part.
    private const int StepsShown = 5;

    /// <summary>Compares.</summary>
    public int Execute()
    {
        if (named.Count < 2) throw new RecipeException($"runs compare: expected at least two runs, got {named.Count}, as in: runs compare A B");
        var folders = named.Select(name => RunFolder.Existing(runs, name, "runs compare")).ToList();
        var records = folders.Select(ProvenanceFile.Read).ToList();
        var missing = folders.Where((_, i) => records[i] is null).Select(folder => Path.GetFileName(folder)!).ToList();
        var differences = missing.Count > 0 ? [] : ProvenanceDifferences.Between([.. records.Select(record => record!)]);
        var figures = Figures(folders);
        if (json) PrintJson(folders, missing, differences, figures);
        else Print(folders, missing, differences, figures);
        return 0;
    }

    private static List<(long Stage, string Name, MetricSeries?[] Runs)> Figures(List<string> folders)
    {
        var histories = folders.Select(MetricHistory.Of).ToList();
        return [.. histories.SelectMany(one => one).Select(one => (one.Stage, one.Name)).Distinct().OrderBy(one => one.Stage)
            .Select(one => (one.Stage, one.Name, histories.Select(history => history.FirstOrDefault(series => series.Stage == one.Stage && series.Name == one.Name)).ToArray()))];
    }

    private static List<long> CommonSteps(MetricSeries?[] runs)
    {
        if (runs.Any(one => one is null)) return [];
        var common = runs[0]!.Values.Keys.Where(step => runs.All(one => one!.Values.ContainsKey(step))).Order().ToList();
        return common.Count <= StepsShown ? common : [.. Enumerable.Range(0, StepsShown).Select(i => common[(int)((long)i * (common.Count - 1) / (StepsShown - 1))]).Distinct()];
    }

    private static void PrintJson(List<string> folders, List<string> missing, IReadOnlyList<ProvenanceDifference> differences,
        List<(long Stage, string Name, MetricSeries?[] Runs)> figures)
    {
        Console.Out.WriteLine(new JsonObject
        {
            ["runs"] = new JsonArray([.. folders.Select(folder => (JsonNode)folder)]),
            ["without_record"] = new JsonArray([.. missing.Select(name => (JsonNode)name)]),
            ["differences"] = new JsonArray([.. differences.Select(one => (JsonNode)new JsonObject
            {
                ["name"] = one.Name,
                ["values"] = new JsonArray([.. one.Values.Select(value => (JsonNode?)value)]),
            })]),
            ["metrics"] = new JsonArray([.. figures.Select(one => (JsonNode)new JsonObject
            {
                ["stage"] = one.Stage,
                ["stage_name"] = one.Runs.First(run => run is not null)!.StageName,
                ["name"] = one.Name,
                ["final"] = new JsonArray([.. one.Runs.Select(run => run is null ? null : Point(run.Final))]),
                ["best"] = new JsonArray([.. one.Runs.Select(run => run is null ? null : Point(run.Best))]),
                ["at_steps"] = new JsonArray([.. CommonSteps(one.Runs).Select(step => (JsonNode)new JsonObject
                {
                    ["step"] = step,
                    ["values"] = new JsonArray([.. one.Runs.Select(run => Number(run!.Values[step]))]),
                })]),
            })]),
        }.ToJsonString());
    }

    private static JsonObject Point(KeyValuePair<long, double> point) => new() { ["step"] = point.Key, ["value"] = Number(point.Value) };

    private static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static void Print(List<string> folders, List<string> missing, IReadOnlyList<ProvenanceDifference> differences,
        List<(long Stage, string Name, MetricSeries?[] Runs)> figures)
    {
        var console = Screen.Output();
        var titles = folders.Select(folder => Path.GetFileName(folder)!).ToArray();
        if (missing.Count > 0) console.Write(new Text($"No {ProvenanceFile.FileName} in: {string.Join(", ", missing)}. What the runs were made of cannot be compared.\n"));
        else if (differences.Count == 0) console.Write(new Text("The runs were made of the same: recipe, settings, seeds, plugins, data, device, cores, host and software.\n"));
        else
        {
            var table = Screen.Table(["Differs", .. titles]);
            foreach (var one in differences) table.AddRow([Screen.Cell(one.Name), .. one.Values.Select(value => Screen.Cell(ProvenanceDifferences.Show(value)))]);
            console.Write(table);
        }

        // Of a rate or a norm no value is the best.
        static bool IsJudged(string name) => name == "loss" || name.Contains('/', StringComparison.Ordinal);
        if (figures.Count == 0) return;
        var metrics = Screen.Table(["Stage", "Metric", "", .. titles]);
        foreach (var (stage, name, series) in figures)
        {
            var title = $"{stage} {series.First(run => run is not null)!.StageName}";
            metrics.AddRow([Screen.Cell(title), Screen.Cell(name), Screen.Cell("final"), .. series.Select(run => Screen.Cell(run is null ? "-" : $"{Value(run.Final.Value)} (step {run.Final.Key})"))]);
            if (!IsJudged(name)) continue;
            metrics.AddRow([Screen.Cell(""), Screen.Cell(""), Screen.Cell("best"), .. series.Select(run => Screen.Cell(run is null ? "-" : $"{Value(run.Best.Value)} (step {run.Best.Key})"))]);
            foreach (var step in CommonSteps(series))
                metrics.AddRow([Screen.Cell(""), Screen.Cell(""), Screen.Cell($"at {step}"), .. series.Select(run => Screen.Cell(Value(run!.Values[step])))]);
        }

        console.Write(metrics);
    }

    // More digits than elsewhere: runs that should be the same differ in the last ones.
    private static string Value(double value) => value.ToString("G7", CultureInfo.InvariantCulture);
}
