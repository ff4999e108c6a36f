// Which native libraries this process has really loaded.
namespace PluginHost.App;

/// <summary>The native libraries that are mapped into a process, by their files with all links followed.</summary>
/// <param name="Files">Absolute paths.</param>
internal sealed record LoadedLibraries(IReadOnlyList<string> Files)
{
    /// <summary>Those of this process.</summary>
    public static LoadedLibraries Read() => Parse(File.ReadLines("/proc/self/maps"));

    /// <summary>Those of a memory map as the kernel writes it.</summary>
    public static LoadedLibraries Parse(IEnumerable<string> map) =>
        new([.. map.Select(line => line.IndexOf('/') is var at and >= 0 ? line[at..] : "").Where(path => path.Contains(".so", StringComparison.Ordinal)).Distinct()]);

    /// <summary>The first whose file name begins so; null when none does.</summary>
    public string? Find(string name) => Files.FirstOrDefault(file => Path.GetFileName(file).StartsWith(name, StringComparison.Ordinal));
}
