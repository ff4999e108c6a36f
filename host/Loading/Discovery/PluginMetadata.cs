// What a plugin's assembly says about itself, read without running any of it.
namespace PluginHost.Loading.Discovery;

/// <summary>What a plugin's assembly says about itself.</summary>
/// <param name="File">The assembly's file name in the plugin's folder.</param>
/// <param name="Assembly">The assembly's simple name.</param>
/// <param name="Name">The plugin's name.</param>
/// <param name="Sdk">The contract's version that it was written against, as it says it.</param>
/// <param name="Version">Its version.</param>
/// <param name="Author">Who wrote it, or null.</param>
/// <param name="Description">What it is for, or null.</param>
/// <param name="EntryTypes">Full names of the public classes that implement <see cref="IPlugin"/>.</param>
/// <param name="Provides">What it announces.</param>
internal sealed record PluginMetadata(
    string File,
    string Assembly,
    string Name,
    string Sdk,
    string Version,
    string? Author,
    string? Description,
    IReadOnlyList<string> EntryTypes,
    IReadOnlyList<Announcement> Provides);
