// How the next id is chosen from logits.
using TorchSharp;

namespace PluginHost.Layers;

/// <summary>How the next id is chosen from logits.</summary>
public static class Sampling
{
    /// <summary>One id a row: the most likely one, or a draw with temperature, top-k and top-p.</summary>
    /// <param name="logits">[B, V].</param>
    /// <param name="options">How to choose.</param>
    /// <param name="generator">Where to draw from, on the logits' device; null for the thread's.</param>
    /// <returns>int64 [B].</returns>
    public static torch.Tensor Next(torch.Tensor logits, GenerationOptions options, torch.Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Temperature == 0) return logits.argmax(-1);
        var scores = logits.to(torch.float32) / options.Temperature;
        if (options.TopK > 0 && options.TopK < scores.size(-1)) scores = KeepMostLikely(scores, options.TopK);
        if (options.TopP < 1) scores = KeepNucleus(scores, options.TopP);
        return torch.multinomial(torch.softmax(scores, -1), 1, replacement: true, generator: generator).squeeze(-1);
    }

    private static torch.Tensor KeepMostLikely(torch.Tensor scores, int count)
    {
        var least = torch.topk(scores, count).values.narrow(-1, count - 1, 1);
        return scores.masked_fill(scores.lt(least), double.NegativeInfinity);
    }

    // The fewest ids whose probabilities reach p (Holtzman et al. 2020): an id stays while those before it have not reached it.
    private static torch.Tensor KeepNucleus(torch.Tensor scores, double p)
    {
        var (sorted, order) = torch.sort(scores, -1, descending: true);
        var probabilities = torch.softmax(sorted, -1);
        var reached = (probabilities.cumsum(-1) - probabilities).ge(p);
        // The most likely id always stays, also for p = 0.
        reached.narrow(-1, 0, 1).fill_(false);
        return scores.masked_fill(reached.scatter(-1, order, reached), double.NegativeInfinity);
    }
}
