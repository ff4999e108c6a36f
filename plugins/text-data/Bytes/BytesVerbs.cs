// The tokenizer "bytes" as a recipe writes it.
namespace PluginHost.TextData;

/// <summary>The tokenizer <c>bytes</c> as a recipe writes it.</summary>
public static class BytesVerbs
{
    /// <summary>Reads and writes text byte by byte: 256 ids.</summary>
    public static StageBuilder Bytes(this StageBuilder stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Tokenizer("bytes");
    }
}
