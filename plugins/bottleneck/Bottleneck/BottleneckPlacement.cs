// Behind which blocks bottlenecks stand.
namespace PluginHost.Bottleneck;

/// <summary>Behind which blocks of a layer bottlenecks stand.</summary>
public enum BottleneckPlacement
{
    /// <summary>Behind attention and behind the feed-forward part (Houlsby et al. 2019).</summary>
    Houlsby,

    /// <summary>Behind the feed-forward part alone (Pfeiffer et al. 2021).</summary>
    Pfeiffer,
}
