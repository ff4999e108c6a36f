// pluginhost repl: a C# console into a run that is at work.
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using PluginHost.Terminal;
using Spectre.Console;

namespace PluginHost.App;

/// <summary>
/// Reads lines and has the run's worker evaluate them: from a terminal with history and completion, else from standard input, or from the command
/// line. Leaving it leaves the run at work.
/// </summary>
/// <param name="checkout">Where things are.</param>
/// <param name="named">The run; null for the one that is at work.</param>
/// <param name="runs">The folder of the runs.</param>
/// <param name="limit">How long a line may take.</param>
/// <param name="json">Whether answers are printed as JSON.</param>
internal sealed class ReplCommand(Checkout checkout, string? named, string runs, TimeSpan limit, bool json)
{
    // A line may wait for the end of a step, or for the compiler's first start.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_socketPatience = TimeSpan.FromSeconds(4);

    private const string Help = """
        C# that is evaluated between two steps of the run; variables stay from line to line. What there is:
          Stage  Step  TotalSteps  RunDirectory        where the run is
          Values, Set("learning-rate", 1e-4)           live values
          Parameters, Parameter("NAME")                the weights; Parameter's tensor is the run's own
          Gradients(), Gradient("NAME")                of the next batch, before clipping
          Modules, Activation("PATH"), NextBatch()     what a module gives for the next batch
          Evaluate(), Sample("text", tokens: 64)       the validation split; a continuation of a text
          Save(), Reload("PLUGIN"), Print(value)
        A line that throws changes nothing. Ctrl-C cuts a line off. exit, or Ctrl-D, leaves; the run goes on.
        """;

    /// <summary>Evaluates what is given, or what is read until its end.</summary>
    /// <returns>0, or 1 when a line that was given or read from no terminal did not come to its end.</returns>
    public int Execute(IReadOnlyList<string> given)
    {
        var folder = Folder();
        Connect(folder);
        if (given.Count > 0) return given.Select(line => EvaluateWhole(folder, line)).ToList().All(fine => fine) ? 0 : 1;
        return Console.IsInputRedirected ? ReadStream(folder) : ReadTerminal(folder);
    }

    private int ReadStream(string folder)
    {
        var (buffer, code) = ("", 0);
        while (Console.In.ReadLine() is { } line)
        {
            buffer = buffer.Length == 0 ? line : buffer + "\n" + line;
            if (string.IsNullOrWhiteSpace(buffer)) continue;
            var answer = Evaluate(folder, buffer);
            if (answer.Fault) code = 1;
            if (answer.Whole) buffer = "";
        }

        return buffer.Trim().Length == 0 || EvaluateWhole(folder, buffer) ? code : 1;
    }

    private bool EvaluateWhole(string folder, string code)
    {
        var (whole, fault) = Evaluate(folder, code);
        if (!whole) Console.Error.WriteLine($"This is not whole, so it was not evaluated (a bracket or a semicolon is missing): {code.Trim()}");
        return whole && !fault;
    }

    private int ReadTerminal(string folder)
    {
        var editor = new LineReader((code, position) => Ask(folder, "/complete", new JsonObject { ["code"] = code, ["position"] = position }));
        Console.Out.WriteLine($"{Path.GetFileName(folder)}: C# between two steps; help tells what there is, exit leaves and the run goes on.");
        var buffer = "";
        while (editor.Read(more: buffer.Length > 0) is { } line)
        {
            if (editor.Dropped)
            {
                buffer = "";
                continue;
            }

            if (buffer.Length == 0 && line.Trim() is "exit" or "quit") return 0;
            if (buffer.Length == 0 && line.Trim() is "help" or "?") Console.Out.WriteLine(Help);
            else if (line.Trim().Length > 0 || buffer.Length > 0)
            {
                buffer = buffer.Length == 0 ? line : buffer + "\n" + line;
                // An empty line says that what is there is meant to be whole.
                if (Evaluate(folder, buffer).Whole || line.Trim().Length == 0) buffer = "";
            }
        }

        return 0;
    }

    private (bool Whole, bool Fault) Evaluate(string folder, string code)
    {
        // Ctrl-C ends the line and not the console, as in any other.
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            ControlClient.Ask(folder, "POST", "/cut");
        });
        var answer = Ask(folder, "/eval", new JsonObject { ["code"] = code, ["limit"] = limit.TotalSeconds });
        var whole = answer["whole"]?.GetValue<bool>() ?? true;
        if (!whole) return (false, false);
        // Refusals of the server itself have a message and no fault.
        var fault = answer["fault"]?.GetValue<string>() ?? answer["message"]?.GetValue<string>();
        if (json)
        {
            Console.Out.WriteLine(answer.ToJsonString());
            return (true, fault is not null);
        }

        var output = Screen.Output();
        foreach (var name in new[] { "printed", "result" })
            if (answer[name]?.GetValue<string>() is { Length: > 0 } text) Console.Out.WriteLine(text.TrimEnd('\n'));
        if (fault is null) return (true, false);
        if (Console.IsOutputRedirected) Console.Error.WriteLine(fault);
        else output.Write(new Text(fault + "\n", new Style(Color.Red)));
        return (true, true);
    }

    private JsonObject Ask(string folder, string path, JsonObject body) =>
        ControlClient.Ask(folder, "POST", path, body, s_patience + limit)?.Body as JsonObject
        ?? throw new RecipeException($"The run {ShownPath.Of(folder)} does not answer any more: {Standing(folder)}. {checkout.Program} attach {ShownPath.Of(folder)} tells how it goes on.");

    private string Folder()
    {
        if (named is not null) return RunFolder.Existing(runs, named, "repl");
        var working = RunFolder.All(runs).Where(run => Worker.StillAt(run) is not null).ToList();
        return working switch
        {
            [var one] => one,
            [] => throw new RecipeException($"repl: no run is at work in {Path.GetFullPath(runs)}. Start one with {checkout.Program} run RECIPE --detach, or name the folder of the runs with --runs-dir DIR."),
            _ => throw new RecipeException($"repl: {working.Count} runs are at work: {string.Join(", ", working.Select(Path.GetFileName))}. Name one of them."),
        };
    }

    // The socket is there when the first step is made, or two seconds after the start.
    private static void Connect(string folder)
    {
        if (Worker.StillAt(folder) is null) throw new RecipeException($"The run {ShownPath.Of(folder)} is not at work ({ListedRun.Of(folder).Standing}), so there is nothing to look into.");
        for (var deadline = Environment.TickCount64 + (long)s_socketPatience.TotalMilliseconds; ControlClient.Ask(folder, "GET", "/values") is null; Thread.Sleep(50))
            if (Environment.TickCount64 > deadline) throw new RecipeException($"The run {ShownPath.Of(folder)}: its control socket does not answer.");
    }

    private static string Standing(string folder) => Worker.StillAt(folder) is { } process ? $"its worker (process {process}) is at work and its control socket is silent" : $"it is {ListedRun.Of(folder).Standing}";
}
