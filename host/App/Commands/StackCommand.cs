// pluginhost stack PID: where the run's thread of a worker is. Started by a worker that hangs, and of use to a person too.
using System.Globalization;
using Microsoft.Diagnostics.Runtime;

namespace PluginHost.App;

/// <summary>Prints the managed stack of a worker's run thread, a frame a line. The process stands still while it is read, for some milliseconds.</summary>
internal static class StackCommand
{
    private const int MostFrames = 60;

    /// <summary>Prints the stack.</summary>
    public static int Execute(string process)
    {
        if (!int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || !Directory.Exists($"/proc/{id}"))
            throw new RecipeException($"stack {process}: expected the number of a process that runs.");
        try
        {
            using var target = DataTarget.AttachToProcess(id, suspend: true);
            if (target.ClrVersions.Length == 0) throw new SetupException($"The process {id} is no .NET program.");
            using var runtime = target.ClrVersions[0].CreateRuntime();
            var run = runtime.Threads.FirstOrDefault(thread => NameOf(id, thread.OSThreadId) == "run")
                ?? throw new SetupException($"The process {id} has no thread called \"run\", so it is no run's worker.");
            foreach (var frame in Frames(run).Take(MostFrames)) Console.Out.WriteLine("at " + frame);
            return 0;
        }
        catch (Exception refused) when (refused is ClrDiagnosticsException or UnauthorizedAccessException or IOException or InvalidOperationException)
        {
            throw new SetupException($"The process {id} cannot be looked into ({refused.Message.TrimEnd('.')}); a container needs the capability SYS_PTRACE for it.", refused);
        }
    }

    // What lies below the recipe, and what the compiler puts between an asynchronous method and its caller, is the same in every run.
    private static IEnumerable<string> Frames(ClrThread thread) => thread.EnumerateStackTrace()
        .Where(frame => frame.Method is not null)
        .Select(frame => frame.Method!.Signature ?? frame.Method.Name ?? "?")
        .TakeWhile(frame => !frame.StartsWith("PluginHost.App.WorkerCommand", StringComparison.Ordinal) && !frame.StartsWith("PluginHost.Engine.RunWorker", StringComparison.Ordinal))
        .Where(frame => !frame.StartsWith("System.Runtime.CompilerServices.Async", StringComparison.Ordinal));

    private static string NameOf(int process, uint thread)
    {
        var path = $"/proc/{process}/task/{thread}/comm";
        return File.Exists(path) ? File.ReadAllText(path).TrimEnd() : "";
    }
}
