// What became of a line of a run's console.
namespace PluginHost.Engine;

/// <summary>What became of a line of a run's console.</summary>
/// <param name="Result">Its value as text; null where it has none.</param>
/// <param name="Printed">What it printed.</param>
/// <param name="Fault">Why it did not come to its end; null where it did.</param>
/// <param name="Stage">The stage that was at work; null for none.</param>
/// <param name="Step">That stage's steps done.</param>
/// <param name="Seconds">How long it took on the run's thread.</param>
public sealed record ConsoleAnswer(string? Result, string Printed, string? Fault, string? Stage, long Step, double Seconds);
