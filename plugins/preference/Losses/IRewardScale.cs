// A loss that knows what a reward is worth.
namespace PluginHost.Preference;

/// <summary>A loss under which an answer's reward is β (log π - log π_ref).</summary>
internal interface IRewardScale
{
    /// <summary>β.</summary>
    double Beta { get; }
}
