// pluginhost bench: speed, memory and start-up beside plain PyTorch, measured in turns on this machine.
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace PluginHost.App;

/// <summary>The bench command.</summary>
/// <param name="checkout">Where things are.</param>
/// <param name="options">What the command line says.</param>
internal sealed class BenchCommand(Checkout checkout, BenchOptions options)
{
    private readonly TextWriter _progress = options.Json ? Console.Error : Console.Out;

    /// <summary>Measures and shows.</summary>
    /// <returns>0, or 1 when it was interrupted.</returns>
    public async Task<int> Execute()
    {
        if (options.Data is { } file && !File.Exists(file)) throw new RecipeException($"--data {file}: there is no such file.");
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var folder = Directory.CreateTempSubdirectory("pluginhost-bench-").FullName;
        try
        {
            var answer = await Measure(folder, stop.Token);
            if (options.Json) Console.Out.WriteLine(answer.ToJsonString());
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.Error.WriteLine("Interrupted; nothing is left running.");
            return 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<JsonObject> Measure(string folder, CancellationToken stop)
    {
        var text = options.Data is { } given ? Path.GetFullPath(given) : BenchText.Write(checkout.Home, Path.Join(folder, "text"));
        var peer = await Peer.Find(checkout, Say, stop);
        if (peer is null) Say("There is no python3 that imports torch, and it cannot be installed here (apt-get and root): figures without a ratio.");
        var answer = new JsonObject { ["status"] = "done", ["cores"] = Environment.ProcessorCount, ["peer"] = peer?.Description };
        foreach (var part in options.Measured)
        {
            answer[part] = part switch
            {
                "gpt" or "gpt-large" => await new GptBench(part == "gpt" ? GptSize.Small : GptSize.Large, checkout, peer, folder, text, options.Quick, Say).Measure(stop),
                "operators" => await new OperatorBench(peer, options.Quick).Measure(stop),
                "memory" => await new MemoryBench(checkout, folder, text, options.Quick).Measure(stop),
                "parallel" => await new ParallelBench(checkout, folder, text, options.Quick, Say).Measure(stop),
                "checkpoint" => await new CheckpointBench(checkout, folder, text, options.Quick).Measure(stop),
                "reload" => await new ReloadBench(checkout, folder, text, options.Quick, Say).Measure(stop),
                "adamw" => await new AdamWBench(peer, options.Quick).Measure(stop),
                _ => await new StartBench(checkout, peer, folder, text, options.Quick).Measure(stop),
            };
            Draw(part, answer[part]!.AsObject());
        }

        return answer;
    }

    private void Say(string line) => _progress.WriteLine(line);

    private void Draw(string part, JsonObject figures)
    {
        if (options.Json) return;
        var table = Screen.Table(part, "PluginHost", "PyTorch", "Ratio");
        foreach (var (name, row) in figures)
            table.AddRow(Screen.Cell(name), Screen.Cell(Shown(row!["ours"])), Screen.Cell(Shown(row["peer"])), Screen.Cell(Shown(row["ratio"])));
        Screen.Output().Write(table);
    }

    private static string Shown(JsonNode? value) =>
        value is JsonValue number && number.TryGetValue<double>(out var figure) ? figure.ToString("0.####", CultureInfo.InvariantCulture) : value?.ToString() ?? "-";
}
