// One adapter of a stage.
namespace PluginHost;

/// <summary>One adapter of a stage: a fresh one, or one that was saved in PEFT's layout.</summary>
/// <param name="Name">Its name on the model.</param>
/// <param name="Fresh">The method and its options; null for one that is read from <paramref name="Path"/>.</param>
/// <param name="Path">A folder with <c>adapter_config.json</c>; null for a fresh one.</param>
public sealed record AdapterPlan(string Name, Component? Fresh, string? Path);
