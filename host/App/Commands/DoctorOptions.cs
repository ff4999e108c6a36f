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
        var command = new Command("doctor", "Look at libtorch, BLAS, threads, devices, memory, disk and plugins, and say what to do.") { json, runs };
        command.SetAction(parsed => new DoctorCommand(checkout, parsed.GetValue(runs)!, parsed.GetValue(json)).Execute());
        return command;
    }
}
