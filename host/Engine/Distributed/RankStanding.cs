// How far a rank is, as it says itself several times a second.
using System.Globalization;

namespace PluginHost.Engine;

/// <summary>How far a rank is.</summary>
/// <param name="Exchanges">The exchanges with the others that it has come to.</param>
/// <param name="WaitingMilliseconds">How long it has waited in the last one; -1 when it is not waiting.</param>
/// <param name="Busy">What it does outside of a training step; empty in one.</param>
internal readonly record struct RankStanding(long Exchanges, long WaitingMilliseconds, string Busy)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Exchanges} {WaitingMilliseconds} {Busy}");

    public static RankStanding Parse(string text)
    {
        var parts = text.Split(' ', 3);
        return new RankStanding(long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture), parts.Length > 2 ? parts[2] : "");
    }
}
