// What an unload proved.
namespace PluginHost.Loading;

/// <summary>What an unload proved.</summary>
/// <param name="Collected">The generations that are gone from memory.</param>
/// <param name="StillHeld">The generations that something still holds an object, a delegate or a running method of.</param>
public sealed record UnloadResult(IReadOnlyList<string> Collected, IReadOnlyList<string> StillHeld)
{
    /// <summary>The folders of the copies that <see cref="StillHeld"/> were loaded from, in the same order: what tells one generation's code from another's.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>How often each of <see cref="StillHeld"/> was found held after a reload, in the same order.</summary>
    public IReadOnlyList<int> Tries { get; init; } = [];

    /// <summary>For how many milliseconds each collection that the proof took stopped all managed threads; none where there was nothing to prove.</summary>
    public IReadOnlyList<double> Pauses { get; init; } = [];

    /// <summary>Whether nothing is left.</summary>
    public bool Complete => StillHeld.Count == 0;
}
