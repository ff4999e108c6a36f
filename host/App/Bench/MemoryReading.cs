// What this process holds, by where it holds it, read so that two readings can be compared.
using System.Globalization;
using System.Runtime.InteropServices;

namespace PluginHost.App;

/// <summary>
/// What this process holds, in MiB. Resident memory alone scatters: what was freed stays with the allocators for a while. So garbage is collected,
/// the C library gives back what it can, and the parts are told apart.
/// </summary>
/// <param name="Managed">Objects that live.</param>
/// <param name="Committed">What the collector holds for them.</param>
/// <param name="Anonymous">Resident memory of no file: the collector's, malloc's, the runtime's own heaps, stacks.</param>
/// <param name="Shared">Resident shared memory: where the runtime puts compiled code, so that it is never writable and executable at one address.</param>
/// <param name="Files">Resident pages of files, which the kernel can take back.</param>
internal sealed record MemoryReading(double Managed, double Committed, double Anonymous, double Shared, double Files)
{
    private const int Readings = 5;
    private const double Mebi = 1048576.0;

    /// <summary>The median of several readings.</summary>
    public static MemoryReading Take()
    {
        var all = Enumerable.Range(0, Readings).Select(_ => TakeOnce()).ToList();
        double Median(Func<MemoryReading, double> part) => Figure.Median(all.Select(part));
        return new MemoryReading(Median(one => one.Managed), Median(one => one.Committed), Median(one => one.Anonymous), Median(one => one.Shared), Median(one => one.Files));
    }

    /// <summary>What has come since an earlier reading.</summary>
    public MemoryReading Since(MemoryReading before) =>
        new(Managed - before.Managed, Committed - before.Committed, Anonymous - before.Anonymous, Shared - before.Shared, Files - before.Files);

    /// <summary>For a line of progress.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"managed {Managed:0.00}, committed {Committed:0.0}, anonymous {Anonymous:0.0}, shared {Shared:0.0}, files {Files:0.0} MiB");

    private static MemoryReading TakeOnce()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        _ = TrimNative(0);
        var (anonymous, shared, files) = (0.0, 0.0, 0.0);
        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith("RssAnon:", StringComparison.Ordinal)) anonymous = Kibibytes(line);
            else if (line.StartsWith("RssShmem:", StringComparison.Ordinal)) shared = Kibibytes(line);
            else if (line.StartsWith("RssFile:", StringComparison.Ordinal)) files = Kibibytes(line);
        }

        return new MemoryReading(GC.GetTotalMemory(forceFullCollection: false) / Mebi, GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes / Mebi, anonymous / 1024, shared / 1024, files / 1024);
    }

    private static double Kibibytes(string line) => double.Parse(line.AsSpan(line.IndexOf(':') + 1).Trim().TrimEnd("kB ").Trim(), CultureInfo.InvariantCulture);

    // Back to the system with what malloc keeps of what was freed.
    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int TrimNative(nuint pad);
}
