// Whether a long training loop holds memory level.
using System.Text.Json.Nodes;

namespace PluginHost.App;

/// <summary>The process, C#'s heap and the tensors after a thousand steps of the small GPT, beside what they were after a hundred.</summary>
/// <param name="checkout">Where things are.</param>
/// <param name="folder">A folder for runs.</param>
/// <param name="text">The text that it is trained on.</param>
/// <param name="quick">Whether to measure briefly.</param>
internal sealed class MemoryBench(Checkout checkout, string folder, string text, bool quick)
{
    /// <summary>Measures.</summary>
    public async Task<JsonObject> Measure(CancellationToken stop)
    {
        var figures = await new GptRun(checkout, folder, text).Measure(GptSize.Small, quick ? 200 : 1000, 25, null, stop);
        var answer = new JsonObject();
        foreach (var name in new[] { "resident_mib", "managed_mib", "live_tensors" })
        {
            answer[$"{name}_at_100"] = Figure.Of(figures[name + "_first"]!.GetValue<double>(), null);
            answer[$"{name}_at_end"] = Figure.Of(figures[name + "_last"]!.GetValue<double>(), null);
        }

        return answer;
    }
}
