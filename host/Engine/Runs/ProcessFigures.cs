// What the kernel says of this process.
using System.Globalization;

namespace PluginHost.Engine;

/// <summary>What the kernel says of this process.</summary>
public static class ProcessFigures
{
    /// <summary>The most memory that this process ever held, in MiB; 0 where the kernel does not say.</summary>
    public static long PeakResidentMebibytes() => Status("VmHWM:") / 1024;

    /// <summary>The memory that this process holds, in MiB; 0 where the kernel does not say.</summary>
    public static long ResidentMebibytes() => Status("VmRSS:") / 1024;

    private static long Status(string name)
    {
        const string path = "/proc/self/status";
        if (!File.Exists(path)) return 0;
        foreach (var line in File.ReadLines(path))
            if (line.StartsWith(name, StringComparison.Ordinal))
                return long.Parse(line.AsSpan(name.Length).Trim().TrimEnd("kB ").Trim(), CultureInfo.InvariantCulture);
        return 0;
    }
}
