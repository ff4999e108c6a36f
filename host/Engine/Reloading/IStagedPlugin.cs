// A plugin's newer build as the engine is given it: loaded, and not in use yet.
namespace PluginHost.Engine;

/// <summary>
/// A plugin's newer build: loaded beside the one in use, to be tried in a live run. The engine calls either <see cref="Discard"/>, or
/// <see cref="Take"/> and after it at most once <see cref="Undo"/>.
/// </summary>
public interface IStagedPlugin
{
    /// <summary>The plugin's name.</summary>
    string Plugin { get; }

    /// <summary>SHA-256 over the files of the build in use.</summary>
    string OldHash { get; }

    /// <summary>SHA-256 over the files of the newer build.</summary>
    string NewHash { get; }

    /// <summary>How long ago the reload was asked for, or the newer build noticed.</summary>
    TimeSpan Age { get; }

    /// <summary>The catalog as it will be.</summary>
    ICatalog Catalog { get; }

    /// <summary>Puts the newer build in the place of the one in use.</summary>
    void Take();

    /// <summary>Puts the one that was in use back.</summary>
    void Undo();

    /// <summary>Lets go of the newer build.</summary>
    void Discard();
}
