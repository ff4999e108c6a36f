// What a token's count becomes.
namespace PluginHost.TextModels;

/// <summary>What the counts of a row become.</summary>
public enum TokenWeighting
{
    /// <summary>Shares: they add up to 1.</summary>
    Frequency,

    /// <summary>Counts of Euclidean length 1, so that long and short rows have the same size.</summary>
    Normalized,

    /// <summary>1 where a token occurs and 0 where it does not.</summary>
    Presence,
}
