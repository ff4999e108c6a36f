// Two ranks of one thread against one of one thread.
using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Engine;

namespace PluginHost.App;

/// <summary>
/// The larger GPT trained by one process of one thread and by two of one thread each, over the same batches: how much of a second core a second
/// process makes use of, with the exchange of gradients in between.
/// </summary>
/// <param name="checkout">Where things are.</param>
/// <param name="folder">A folder for runs.</param>
/// <param name="text">The text.</param>
/// <param name="quick">Whether to measure briefly.</param>
/// <param name="say">Takes lines of progress.</param>
internal sealed class ParallelBench(Checkout checkout, string folder, string text, bool quick, Action<string> say)
{
    private const int WarmUp = 10;

    /// <summary>Measures.</summary>
    public async Task<JsonObject> Measure(CancellationToken stop)
    {
        if (!TorchSharp.torch.distributed.is_gloo_available())
            return new JsonObject { ["steps_per_s"] = new JsonObject { ["ours"] = "no process groups in this build", ["peer"] = null, ["ratio"] = null } };
        List<double> one = [], two = [];
        // In turns, so that whatever else the machine does hits both.
        for (var round = 0; round < (quick ? 1 : 3); round++)
        {
            one.Add(await Rate(1, stop));
            two.Add(await Rate(2, stop));
            say($"round {round + 1}: {one[^1]:0.000} steps/s by one process, {two[^1]:0.000} by two");
        }

        return new JsonObject { ["steps_per_s_of_2_ranks_and_of_1"] = Figure.Of(Figure.Median(two), Figure.Median(one)) };
    }

    private async Task<double> Rate(int ranks, CancellationToken stop)
    {
        var run = RunFolder.Create(folder, $"ranks-{ranks}");
        var window = quick ? 3 : 6;
        new RunRequest
        {
            Name = "gpt",
            Recipe = Path.Join(checkout.Home, "scripts", "bench", "gpt.csx"),
            BaseDirectory = folder,
            Home = checkout.Home,
            RunDirectory = run,
            Settings = new Dictionary<string, string>(GptSize.Large.Settings) { ["data"] = text, ["steps"] = Text(WarmUp + window), ["window"] = Text(window) },
            Device = "cpu",
            Threads = 1,
            Processes = ranks,
        }.Save();
        // One thread of the BLAS too: with more of them one process would use both cores.
        await Child.Run([Environment.ProcessPath!, "worker", run], new ThreadSetting(1, 1), stop);
        return RunRecord.ReadAll(run).OfType<RunEnded>().Last().Summary["steps_per_s"]!.GetValue<double>();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
