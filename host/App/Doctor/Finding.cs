// One thing that the doctor looked at.
namespace PluginHost.App;

/// <summary>One thing that the doctor looked at.</summary>
/// <param name="Subject">What it is.</param>
/// <param name="Verdict">What the doctor thinks of it.</param>
/// <param name="Value">What was seen.</param>
/// <param name="Advice">What to do; null when there is nothing to do.</param>
internal sealed record Finding(string Subject, Verdict Verdict, string Value, string? Advice = null);
