// What the doctor says of memory, disk and the checkout's own folders.
using System.Globalization;

namespace PluginHost.App;

/// <summary>Looks at memory, disk and whether the folders can be written.</summary>
internal static class MachineFindings
{
    private const double Gibibyte = 1L << 30;
    private const double LittleMemory = 2;
    private const double LittleDisk = 2;

    /// <summary>The findings.</summary>
    public static IEnumerable<Finding> Examine(Checkout checkout, string runs)
    {
        yield return Memory();
        yield return Disk(Path.GetFullPath(runs));
        if (Unwritable(checkout.State) is { } refused)
            yield return new Finding("state", Verdict.Better, $"{checkout.State} cannot be written ({refused})",
                "Recipes are compiled and threads are measured at each start. Make the checkout's artifacts folder writable.");
    }

    private static Finding Memory()
    {
        var (total, available) = (Kernel("MemTotal:"), Kernel("MemAvailable:"));
        // A container's limit is not in /proc/meminfo; the runtime has read it.
        var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gibibyte;
        var room = Math.Min(available, limit);
        var seen = $"{Shown(available)} GiB free of {Shown(total)}" + (limit < total * 0.95 ? $", this process is limited to {Shown(limit)} GiB" : "");
        return room >= LittleMemory
            ? new Finding("memory", Verdict.Good, seen)
            : new Finding("memory", Verdict.Better, seen, "Little for training: close something, or make models and batches small.");
    }

    private static Finding Disk(string runs)
    {
        var existing = runs;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent) existing = parent;
        if (Unwritable(existing) is { } refused)
            return new Finding("runs", Verdict.Wrong, $"{runs} cannot be written ({refused})", "Start from a folder that can be written, or name one with --runs-dir DIR.");
        var free = new DriveInfo(existing).AvailableFreeSpace / Gibibyte;
        var seen = $"{runs}, {Shown(free)} GiB free";
        return free >= LittleDisk
            ? new Finding("runs", Verdict.Good, seen)
            : new Finding("runs", Verdict.Better, seen, "Little for checkpoints: remove old runs, or name another disk with --runs-dir DIR.");
    }

    private static string? Unwritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Join(folder, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return refused.Message;
        }
    }

    private static double Kernel(string name) => File.ReadLines("/proc/meminfo").Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => double.Parse(line[name.Length..^2].Trim(), CultureInfo.InvariantCulture) * 1024 / Gibibyte).FirstOrDefault();

    private static string Shown(double gibibytes) => gibibytes.ToString(gibibytes < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
