// One process in which checks are made, as the one that started it sees it.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PluginHost.App;

/// <summary>One process in which checks are made. It is read line by line, and never waited for longer than is said.</summary>
internal sealed class VerifierProcess : IDisposable
{
    private const int FramesShown = 4, SignalBase = 128;

    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(2), s_longestLook = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly string _log;
    private Task<string?>? _line;

    /// <summary>Starts it.</summary>
    /// <param name="request">What it is to do.</param>
    /// <param name="scratch">Its temporary files go here.</param>
    public VerifierProcess(VerifyRequest request, string scratch)
    {
        _log = request.Log;
        var start = Start("verifier", request.ToString());
        start.Environment["TMPDIR"] = scratch;
        _process = Process.Start(start) ?? throw new SetupException($"{start.FileName} could not be started.");
    }

    /// <summary>The next line that it writes; null when it is done, or dead, or silent for too long: see <see cref="Death"/>.</summary>
    /// <param name="patience">For how long it may be silent.</param>
    public JsonNode? Next(TimeSpan patience)
    {
        _line ??= _process.StandardOutput.ReadLineAsync();
        var exit = _process.WaitForExitAsync();
        if (Task.WaitAny([_line, exit], patience) < 0)
        {
            Death = $"nothing came back within {Shown(patience)}, so it was given up.{Stack()}";
            Kill();
            return null;
        }

        // A process of the plugin's own may hold the pipe open after the end, so its end is not waited for.
        if (!_line.Wait(s_lastWords) || _line.Result is not { } text)
        {
            Kill();
            Death = How();
            return null;
        }

        _line = null;
        var line = Parse(text);
        return line["done"] is null ? line : null;
    }

    // Native code of a plugin can find the pipe; what it writes there says nothing.
    private static JsonObject Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (System.Text.Json.JsonException)
        {
            return [];
        }
    }

    /// <summary>How it ended before it was done, as the rest of a sentence that begins with the check; null while it did not.</summary>
    public string? Death { get; private set; }

    /// <summary>Ends it, and whatever it has started.</summary>
    public void Kill()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private string How()
    {
        var code = _process.ExitCode;
        // It has not even come to its first line.
        if (!File.Exists(_log)) throw new SetupException($"The process that makes the checks {WorkerDeath.How(code > SignalBase ? code - SignalBase : code << 8)} before it began: {_process.StandardError.ReadToEnd().Trim()}");
        var lines = File.ReadAllLines(_log);
        var at = Array.FindLastIndex(lines, line => line.StartsWith("Stack overflow.", StringComparison.Ordinal) || line.StartsWith("Unhandled exception.", StringComparison.Ordinal)
            || line.StartsWith("Fatal error.", StringComparison.Ordinal) || line.StartsWith("Process terminated.", StringComparison.Ordinal));
        var reason = code > SignalBase && at >= 0 ? lines[at] : null;
        if (reason?.StartsWith("Stack overflow.", StringComparison.Ordinal) == true) return $"its stack overflowed, so something calls itself without end.{Frames(lines.Skip(at + 1))}";
        if (reason is not null) return $"the process that it was made in ended: {reason.TrimEnd('.')}.{Frames(lines.Skip(at + 1))}";
        return code > SignalBase ? $"the process that it was made in {WorkerDeath.How(code - SignalBase)}."
            : $"it ended the whole program (Environment.Exit({code})), which is the host's affair; throw instead.";
    }

    // A second process looks, since this one's code cannot.
    private string Stack()
    {
        using var looker = Process.Start(Start("stack", _process.Id.ToString(CultureInfo.InvariantCulture)))!;
        var output = looker.StandardOutput.ReadToEndAsync();
        _ = looker.StandardError.ReadToEndAsync();
        if (looker.WaitForExit(s_longestLook) && looker.ExitCode == 0) return Frames(output.Result.Split('\n'));
        if (!looker.HasExited) looker.Kill();
        return "";
    }

    // The plugin's own: those of the framework above say what it called, and those of the suite below who called it.
    private static string Frames(IEnumerable<string> lines)
    {
        var frames = lines.Select(line => line.Trim()).Where(line => line.StartsWith("at ", StringComparison.Ordinal) && !line.StartsWith("at System.", StringComparison.Ordinal))
            .TakeWhile(line => !line.StartsWith("at PluginHost.Conformance.", StringComparison.Ordinal)).Take(FramesShown).ToList();
        return frames.Count == 0 ? "" : $" It was here: {string.Join("; ", frames)}.";
    }

    private static ProcessStartInfo Start(params string[] arguments)
    {
        var program = Environment.ProcessPath ?? throw new SetupException("The path of this program is not known; is /proc mounted?");
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileName(program) == "dotnet") start.ArgumentList.Add(System.Reflection.Assembly.GetEntryAssembly()!.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }

    private static string Shown(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
