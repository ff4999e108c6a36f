// What the factory of a head is given.
namespace PluginHost;

/// <summary>What the factory of a head is given.</summary>
public sealed class HeadContext : BuildContext
{
    /// <summary>The model that the head is for.</summary>
    public required Model Model { get; init; }
}
