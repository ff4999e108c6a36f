// What `pluginhost bench profile` takes, and how it shows what it found.
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace PluginHost.App;

/// <summary>The arguments and options of <c>pluginhost bench profile</c>.</summary>
internal static class ProfileOptions
{
    private const int OperatorsShown = 20;

    /// <summary>The command with its arguments and options.</summary>
    public static Command Command(Checkout checkout)
    {
        var recipe = new Argument<string>("RECIPE") { Description = "The recipe; the first stage that trains is timed." };
        var steps = new Option<int>("--steps") { Description = "How many steps are timed, after 10 that are not.", DefaultValueFactory = _ => 50, HelpName = "count" };
        var set = new Option<string[]>("--set") { Description = "A value for a setting of the recipe; may be given several times.", HelpName = "name=value", DefaultValueFactory = _ => [] };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of tables." };
        var command = new Command("profile", "Show where the time of a recipe's training steps goes, by phase and by operator.") { recipe, steps, set, json };
        command.SetAction(async (parsed, stop) =>
        {
            var script = Path.GetFullPath(parsed.GetValue(recipe)!);
            if (!File.Exists(script)) throw new RecipeException($"There is no recipe {script}.");
            if (parsed.GetValue(steps) < 1) throw new RecipeException($"--steps takes a number of at least 1, got {parsed.GetValue(steps)}.");
            var folder = Directory.CreateTempSubdirectory("pluginhost-profile-").FullName;
            try
            {
                var profile = await new ProfileBench(checkout, script, SettingList.Parse(parsed.GetValue(set) ?? []), parsed.GetValue(steps)).Measure(folder, stop);
                if (parsed.GetValue(json)) Console.Out.WriteLine(profile.ToJsonString());
                else Draw(profile);
                return 0;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }

    private static void Draw(JsonObject profile)
    {
        var output = Screen.Output();
        var wall = profile["ms_a_step"]!.GetValue<double>();
        var operators = profile["operators_ms_a_step"]!.GetValue<double>();
        var models = profile["parallelism"]!.GetValue<string>() is var used && used.EndsWith("replicas", StringComparison.Ordinal)
            ? int.Parse(used.Split(' ')[0], CultureInfo.InvariantCulture) : 1;
        output.Profile.Out.Writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Stage \"{profile["stage"]}\", {used}, {profile["steps"]} steps of {wall:0.00} ms. Outside operators: {Math.Max(0, (wall * models) - operators) / models:0.00} ms a step on each of {models} threads."));
        var phases = Screen.Table("Phase", "ms a step", "Share");
        foreach (var row in profile["phases"]!.AsArray()) phases.AddRow(Cells(row!, wall, calls: false));
        output.Write(phases);
        var table = Screen.Table("Operator, by its own time", "ms a step", "Share", "Calls a step");
        foreach (var row in profile["operators"]!.AsArray().Take(OperatorsShown)) table.AddRow(Cells(row!, operators, calls: true));
        output.Write(table);
    }

    private static Text[] Cells(JsonNode row, double whole, bool calls)
    {
        var time = row["ms_a_step"]!.GetValue<double>();
        List<string> cells = [row["name"]!.GetValue<string>(), time.ToString("0.000", CultureInfo.InvariantCulture), (time / whole).ToString("P1", CultureInfo.InvariantCulture)];
        if (calls) cells.Add(row["calls_a_step"]!.GetValue<double>().ToString("0.##", CultureInfo.InvariantCulture));
        return [.. cells.Select(Screen.Cell)];
    }
}
