// A compiled recipe as bytes.
namespace PluginHost.Scripting;

/// <summary>A compiled recipe as bytes.</summary>
/// <param name="Assembly">The assembly.</param>
/// <param name="Symbols">Its portable symbols, by which a fault names the script's line.</param>
/// <param name="Plugins">The plugins that it refers to.</param>
/// <param name="Settings">The names that it asks <c>Setting</c> for; null when it computes one of them.</param>
internal sealed record RecipeImage(byte[] Assembly, byte[] Symbols, IReadOnlyList<RecipePlugin> Plugins, IReadOnlyList<string>? Settings);
