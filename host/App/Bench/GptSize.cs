// The sizes of the GPTs that are timed.
using System.Globalization;

namespace PluginHost.App;

/// <summary>The size of a GPT that is timed.</summary>
/// <param name="Layers">Blocks.</param>
/// <param name="Heads">Heads of each.</param>
/// <param name="Width">The width of the residual stream.</param>
/// <param name="Context">Positions of a row.</param>
/// <param name="Rows">Rows of a step.</param>
/// <param name="Slowness">How many times as long a step takes as the smallest size's; fewer of them are timed.</param>
internal sealed record GptSize(int Layers, int Heads, int Width, int Context, int Rows, int Slowness)
{
    /// <summary>nanoGPT's recipe for a CPU.</summary>
    public static GptSize Small { get; } = new(4, 4, 128, 64, 12, 1);

    /// <summary>Eleven million parameters over long rows: most of the time is in large matrix products.</summary>
    public static GptSize Large { get; } = new(6, 6, 384, 256, 8, 10);

    /// <summary>The size as scripts/bench/gpt.csx takes it.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings =>
        new[] { ("layers", Layers), ("heads", Heads), ("width", Width), ("context", Context), ("rows", Rows) }
            .Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The size as peer.py takes it.</summary>
    public string Argument => string.Create(CultureInfo.InvariantCulture, $"{Layers},{Heads},{Width},{Context},{Rows}");
}
