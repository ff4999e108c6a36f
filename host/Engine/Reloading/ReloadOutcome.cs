// What became of a reload.
namespace PluginHost.Engine;

/// <summary>What became of a reload.</summary>
/// <param name="Refusal">Why the old build goes on; null where the new one is in use.</param>
/// <param name="Settled">
/// Ends when the one that is not wanted any more can be unloaded: at once after a refusal, else when the new one has computed its first step. Its
/// result says whether the new build stayed.
/// </param>
public sealed record ReloadOutcome(string? Refusal, Task<bool> Settled);
