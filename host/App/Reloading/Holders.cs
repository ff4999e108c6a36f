// Asks another process what holds a generation of a plugin in this one.
using System.Diagnostics;
using System.Globalization;

namespace PluginHost.App;

/// <summary>Finds out what holds a generation of a plugin that should have gone from memory.</summary>
internal static class Holders
{
    private static readonly TimeSpan s_longestLook = TimeSpan.FromSeconds(60);

    /// <summary>One or more sentences: what holds it, by name, or why that cannot be found out.</summary>
    /// <param name="folder">The folder of the copy that the generation was loaded from.</param>
    public static string Of(string folder)
    {
        // Where the system lets nobody but a parent look into a process, a child of it may with its leave.
        Posix.AllowInspection();
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        if (Path.GetFileName(start.FileName) == "dotnet") start.ArgumentList.Add(System.Reflection.Assembly.GetEntryAssembly()!.Location);
        foreach (var argument in (string[])["holders", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), folder]) start.ArgumentList.Add(argument);
        using var looker = Process.Start(start)!;
        var (output, errors) = (looker.StandardOutput.ReadToEndAsync(), looker.StandardError.ReadToEndAsync());
        if (!looker.WaitForExit(s_longestLook))
        {
            looker.Kill();
            return $"What holds it was not found within {s_longestLook.TotalSeconds:0} s.";
        }

        return looker.ExitCode == 0 && output.Result.Trim() is { Length: > 0 } found ? found : $"What holds it could not be found out: {errors.Result.Trim()}";
    }
}
