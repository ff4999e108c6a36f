// How a head makes one vector of a row's positions.
namespace PluginHost;

/// <summary>How a head makes one vector of a row's positions.</summary>
public enum Pooling
{
    /// <summary>The first position (BERT's [CLS]).</summary>
    First,

    /// <summary>The last position that is not padding (decoder-only models).</summary>
    Last,

    /// <summary>The mean over positions that are not padding.</summary>
    Mean,

    /// <summary>The backbone's own <see cref="Fields.PoolerOutput"/>.</summary>
    Pooler,
}
