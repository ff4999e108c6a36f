// What `pluginhost plugins list` says of a plugin.
namespace PluginHost.Loading;

/// <summary>A plugin that was found, whether it can be used or not.</summary>
public sealed record PluginInfo
{
    /// <summary>Its name; its folder's where it does not say one.</summary>
    public required string Name { get; init; }

    /// <summary>Its version; empty where it cannot be read.</summary>
    public required string Version { get; init; }

    /// <summary>The version of the contract that it was written against; empty where it cannot be read.</summary>
    public required string Sdk { get; init; }

    /// <summary>Its assembly; its folder where it cannot be told.</summary>
    public required string File { get; init; }

    /// <summary>The simple name of its assembly; empty where it cannot be read.</summary>
    public required string Assembly { get; init; }

    /// <summary>SHA-256 of its assembly in lower-case hexadecimal; empty where it cannot be told.</summary>
    public required string Hash { get; init; }

    /// <summary>SHA-256 over the names and hashes of all its files: what trust is given to.</summary>
    public required string ContentHash { get; init; }

    /// <summary>SHA-256 of each of its files, by its path below the plugin's folder.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Who wrote it, or null.</summary>
    public string? Author { get; init; }

    /// <summary>What it is for, or null.</summary>
    public string? Description { get; init; }

    /// <summary>What it announces, by kind and name.</summary>
    public required IReadOnlyList<CatalogEntry> Entries { get; init; }

    /// <summary>Whether the host's own build made it.</summary>
    public required bool BuiltIn { get; init; }

    /// <summary>Whether its code may run.</summary>
    public required bool Trusted { get; init; }

    /// <summary>What differs from the files that somebody said yes to before, as in <c>acme.dll has changed</c>; empty while it is trusted, and where nobody ever did.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Why a built-in plugin is refused whose files are not those that the host's build wrote; null for any other.</summary>
    public string? Tampered { get; init; }

    /// <summary>Why it cannot be used, as a sentence; null when it can. A lack of trust is no refusal here: see <see cref="Trusted"/>.</summary>
    public string? Refused { get; init; }

    /// <summary>Which generation is loaded, from 1; 0 when none is.</summary>
    public required int Generation { get; init; }
}
