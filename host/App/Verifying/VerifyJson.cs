// A verification as one JSON object.
using System.Text.Json.Nodes;
using PluginHost.Conformance;
using PluginHost.Loading;

namespace PluginHost.App;

/// <summary>A verification as one JSON object, when it is over.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="output">Where it is written.</param>
internal sealed class VerifyJson(PluginInfo plugin, TextWriter output) : IVerifyDisplay
{
    private readonly List<CheckResult> _results = [];

    /// <inheritdoc/>
    public void Begin()
    {
    }

    /// <inheritdoc/>
    public void Show(CheckResult result) => _results.Add(result);

    /// <inheritdoc/>
    public void End(TimeSpan elapsed)
    {
        int Count(Conformance.Verdict verdict) => _results.Count(result => result.Verdict == verdict);
        output.WriteLine(new JsonObject
        {
            ["plugin"] = plugin.Name,
            ["version"] = plugin.Version,
            ["file"] = plugin.File,
            ["contentHash"] = plugin.ContentHash,
            ["passed"] = Count(Conformance.Verdict.Holds),
            ["failed"] = Count(Conformance.Verdict.Broken),
            ["skipped"] = Count(Conformance.Verdict.NotApplicable),
            ["seconds"] = Math.Round(elapsed.TotalSeconds, 1),
            ["checks"] = new JsonArray([.. _results.Select(result => new JsonObject
            {
                ["component"] = result.Component,
                ["check"] = result.Check,
                ["verdict"] = result.Verdict switch { Conformance.Verdict.Holds => "passed", Conformance.Verdict.Broken => "failed", _ => "skipped" },
                ["sentence"] = result.Sentence,
            })]),
        }.ToJsonString());
    }
}
