// The console of a run, in its worker: C# in, text out.
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using PluginHost.Engine;
using PluginHost.Scripting;

namespace PluginHost.App;

/// <summary>
/// Evaluates C# for whoever asks over the control socket. The compiler is loaded when the first line comes, on the thread that brought it: training
/// goes on meanwhile and pauses only while a compiled line runs.
/// </summary>
/// <param name="console">Evaluates compiled lines between steps.</param>
internal sealed class WorkerConsole(RunConsole console)
{
    /// <summary>How long a line may take when it does not say.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private object? _compiler;

    /// <summary>Evaluates a line.</summary>
    /// <returns>
    /// <c>{"whole": false}</c> for a line that waits for more; else <c>whole</c>, <c>result</c>, <c>printed</c>, <c>fault</c>, <c>stage</c>, <c>step</c>
    /// and <c>seconds</c>.
    /// </returns>
    public JsonObject Evaluate(string code, TimeSpan limit)
    {
        lock (_gate) return Compile(code, limit);
    }

    /// <summary>What could stand at a place in a line: <c>start</c> and <c>words</c>.</summary>
    public JsonObject Complete(string code, int position)
    {
        lock (_gate) return Propose(code, position);
    }

    /// <summary>Cuts off the line that is evaluated; false where there is none.</summary>
    public bool CutOff() => console.CutOff();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private JsonObject Compile(string code, TimeSpan limit)
    {
        if (!ScriptConsole.IsWhole(code)) return new JsonObject { ["whole"] = false };
        ConsoleAnswer answer;
        try
        {
            answer = console.Evaluate(Compiler().Compile(code), limit);
        }
        catch (RecipeException fault)
        {
            answer = new ConsoleAnswer(null, "", fault.Message, null, 0, 0);
        }

        return new JsonObject
        {
            ["whole"] = true,
            ["result"] = answer.Result,
            ["printed"] = answer.Printed,
            ["fault"] = answer.Fault,
            ["stage"] = answer.Stage,
            ["step"] = answer.Step,
            ["seconds"] = answer.Seconds,
        };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private JsonObject Propose(string code, int position)
    {
        var (parameters, modules) = console.Names();
        var names = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["Parameter"] = parameters,
            ["Gradient"] = parameters,
            ["Activation"] = modules,
            ["Set"] = [.. console.Handle.Values.Select(value => value.Name)],
        };
        var found = Compiler().Complete(code, position, names);
        return new JsonObject { ["start"] = found.Start, ["words"] = new JsonArray([.. found.Words.Select(word => (JsonNode)word)]) };
    }

    private ScriptConsole Compiler() => (ScriptConsole)(_compiler ??= Make());

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ScriptConsole Make()
    {
        console.Show = ConsoleText.Of;
        return new ScriptConsole(console.Handle);
    }
}
