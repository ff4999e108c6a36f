// One [assembly: Provides] as it stands in metadata.
namespace PluginHost.Loading.Discovery;

/// <summary>One announced component.</summary>
/// <param name="Kind">What it is; not necessarily a kind that this host knows.</param>
/// <param name="Name">Its name.</param>
/// <param name="OptionsType">Full name of its options type, or null.</param>
/// <param name="Format">What files on disk call it, or null.</param>
/// <param name="Summary">One sentence, or null.</param>
internal sealed record Announcement(Kind Kind, string Name, string? OptionsType, string? Format, string? Summary);
