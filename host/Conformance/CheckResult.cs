// One line of a verification.
namespace PluginHost.Conformance;

/// <summary>One line of a verification.</summary>
/// <param name="Component">What was checked, as in <c>adapter "lora"</c>.</param>
/// <param name="Check">What was checked about it.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Sentence">What was expected and what came, or why there was nothing to see; empty where all is said by the check's name.</param>
public sealed record CheckResult(string Component, string Check, Verdict Verdict, string Sentence);
