// What a reload did.
namespace PluginHost.Loading;

/// <summary>What a reload did.</summary>
/// <param name="Plugin">The plugin's name.</param>
/// <param name="Generation">The generation in use now.</param>
/// <param name="Changed">False when its files were the ones that are loaded already, so that nothing was done.</param>
/// <param name="Hash">SHA-256 of the assembly in use now.</param>
public sealed record PluginReload(string Plugin, int Generation, bool Changed, string Hash);
