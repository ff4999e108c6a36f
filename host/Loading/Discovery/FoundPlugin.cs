// A plugin's folder as it was found, whether it can be used or not.
namespace PluginHost.Loading.Discovery;

/// <summary>A plugin's folder as it was found.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="BuiltIn">Whether the host's own build made it.</param>
/// <param name="Files">Its files.</param>
/// <param name="ContentHash">What the folder is known by (<see cref="PluginFile.ContentHash"/>).</param>
/// <param name="Metadata">What it says about itself; null when that cannot be read.</param>
/// <param name="Refused">Why it cannot be used, as a sentence; null when nothing speaks against it so far.</param>
internal sealed record FoundPlugin(
    string Folder, bool BuiltIn, IReadOnlyList<PluginFile> Files, string ContentHash, PluginMetadata? Metadata, string? Refused)
{
    /// <summary>Its name; the folder's where it cannot be read.</summary>
    public string Name => Metadata?.Name is { Length: > 0 } name ? name : Path.GetFileName(Folder);

    /// <summary>Its assembly; the folder where it cannot be told.</summary>
    public string File => Metadata is null ? Folder : Path.Join(Folder, Metadata.File);

    /// <summary>SHA-256 of its assembly; empty where it cannot be told.</summary>
    public string AssemblyHash => Files.FirstOrDefault(file => file.Name == Metadata?.File)?.Hash ?? "";

    /// <summary>What it announces, in the form that the rest of the host knows.</summary>
    public IEnumerable<CatalogEntry> Entries => Metadata is null
        ? []
        : Metadata.Provides.Select(one =>
            new CatalogEntry(one.Kind, one.Name, Name, Metadata.Version, AssemblyHash, one.Format, one.Summary, one.OptionsType) { File = File });

    /// <summary>Whether it announces a component.</summary>
    public bool Provides(Kind kind, string name)
    {
        foreach (var one in Metadata?.Provides ?? [])
            if (one.Kind == kind && one.Name == name) return true;
        return false;
    }
}
