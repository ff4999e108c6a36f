// A process that measures and ends; it never outlives the bench.
using System.Diagnostics;

namespace PluginHost.App;

/// <summary>A process that measures and ends.</summary>
internal static class Child
{
    private const string BlasThreads = "OPENBLAS_NUM_THREADS";

    /// <summary>Runs a program to its end and gives what it printed and when the first line came (Unix time, seconds).</summary>
    /// <param name="arguments">The program and its arguments.</param>
    /// <param name="threads">The BLAS setting; null leaves the environment alone.</param>
    /// <param name="stop">Kills it.</param>
    /// <exception cref="PluginHostException">It failed; the sentence has the end of what it said.</exception>
    public static async Task<(string[] Lines, double FirstLineAt)> Run(IReadOnlyList<string> arguments, ThreadSetting? threads, CancellationToken stop)
    {
        var start = new ProcessStartInfo(arguments[0], arguments.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        if (threads is not null)
        {
            start.Environment.Remove(BlasThreads);
            if (threads.Blas is { } count) start.Environment[BlasThreads] = count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(stop);
            var lines = new List<string>();
            double first = 0;
            while (await process.StandardOutput.ReadLineAsync(stop) is { } line)
            {
                if (lines.Count == 0) first = Now();
                lines.Add(line);
            }

            await process.WaitForExitAsync(stop);
            if (process.ExitCode != 0)
                throw new PluginHostException($"{string.Join(' ', arguments)} ended with exit code {process.ExitCode}: {string.Join(' ', (await errors).Trim().Split('\n').TakeLast(3))}");
            return ([.. lines], first);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Seconds since 1970, as Python's <c>time.time()</c>.</summary>
    public static double Now() => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;
}
