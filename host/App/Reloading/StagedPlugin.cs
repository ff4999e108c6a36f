// A staged build as the engine knows it.
using System.Diagnostics;
using PluginHost.Engine;
using PluginHost.Loading;

namespace PluginHost.App;

/// <summary>A staged build of the catalog, as the engine knows it.</summary>
/// <param name="staged">The build.</param>
/// <param name="asked">When it was noticed or asked for, as <see cref="Stopwatch.GetTimestamp"/> gave it.</param>
internal sealed class StagedPlugin(StagedReload staged, long asked) : IStagedPlugin
{
    public string Plugin => staged.Plugin;

    public string OldHash => staged.OldHash;

    public string NewHash => staged.NewHash;

    public TimeSpan Age => Stopwatch.GetElapsedTime(asked);

    public ICatalog Catalog => staged.Catalog;

    public void Take() => staged.Take();

    public void Undo() => staged.Undo();

    public void Discard() => staged.Discard();
}
