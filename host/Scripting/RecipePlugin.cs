// A plugin that a compiled recipe refers to.
namespace PluginHost.Scripting;

/// <summary>A plugin that a compiled recipe refers to.</summary>
/// <param name="Assembly">The simple name of its assembly.</param>
/// <param name="Plugin">Its name.</param>
/// <param name="Hash">SHA-256 of the assembly that the recipe was compiled against.</param>
internal sealed record RecipePlugin(string Assembly, string Plugin, string Hash);
