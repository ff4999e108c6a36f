// What an unload proved.
namespace PluginHost.Loading;

/// <summary>What an unload proved.</summary>
/// <param name="Collected">The generations that are gone from memory.</param>
/// <param name="StillHeld">The generations that something still holds an object, a delegate or a running method of.</param>
public sealed record UnloadResult(IReadOnlyList<string> Collected, IReadOnlyList<string> StillHeld)
{
    /// <summary>Whether nothing is left.</summary>
    public bool Complete => StillHeld.Count == 0;
}
