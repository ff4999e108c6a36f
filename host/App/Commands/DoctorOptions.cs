// What `pluginhost doctor` takes.
using System.CommandLine;

namespace PluginHost.App;

/// <summary>The options of <c>pluginhost doctor</c>.</summary>
internal static class DoctorOptions
{
    /// <summary>The command with its options.</summary>
    public static Command Command(Checkout checkout)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var runs = new Option<string>("--runs-dir") { Description = "Where runs are kept.", HelpName = "dir", DefaultValueFactory = _ => "runs" };
        var tensors = new Option<string?>("--tensors") { Description = "Run this recipe and print which places in the code hold more tensors at a stage's end than after ten steps.", HelpName = "script" };
        var set = new Option<string[]>("--set") { Description = "With --tensors: a value for a setting of the recipe; may be given several times.", HelpName = "name=value", DefaultValueFactory = _ => [] };
        var trust = new Option<bool>("--trust") { Description = "With --tensors: run a recipe from outside the checkout without asking." };
        var command = new Command("doctor", "Look at libtorch, BLAS, threads, devices, memory, disk and plugins, and say what to do.") { json, runs, tensors, set, trust };
        command.SetAction(parsed => parsed.GetValue(tensors) is { } recipe
            ? new TensorGrowth(recipe, parsed.GetValue(runs)!, parsed.GetValue(set)!, parsed.GetValue(trust), parsed.GetValue(json)).Execute()
            : new DoctorCommand(checkout, parsed.GetValue(runs)!, parsed.GetValue(json)).Execute());
        return command;
    }
}
