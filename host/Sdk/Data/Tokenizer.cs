// The contract of a tokenizer.
namespace PluginHost;

/// <summary>Text to ids and back.</summary>
public abstract class Tokenizer
{
    /// <summary>How many ids there are.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>The ids of a text, without special ids.</summary>
    public abstract long[] Encode(string text);

    /// <summary>The text of ids; special ids are left out and bytes that are no UTF-8 become U+FFFD.</summary>
    public abstract string Decode(ReadOnlySpan<long> ids);

    /// <summary>The ids with a meaning, by name: <c>pad</c>, <c>bos</c>, <c>eos</c>, <c>cls</c>, <c>sep</c>, <c>mask</c>, <c>unk</c>, as far as it has them.</summary>
    public virtual IReadOnlyDictionary<string, long> SpecialIds => new Dictionary<string, long>();

    /// <summary>The ids of a row for a model that frames rows with special ids (BERT's [CLS] … [SEP] … [SEP]).</summary>
    /// <param name="first">The first text's ids.</param>
    /// <param name="second">The second text's ids, or null.</param>
    /// <returns>The ids and their segments.</returns>
    public virtual (long[] Ids, long[] TokenTypes) Frame(long[] first, long[]? second = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        long[] ids = second is null ? first : [.. first, .. second];
        return (ids, new long[ids.Length]);
    }

    /// <summary>Writes <c>tokenizer.json</c> and what else the ecosystem's layout has into a model's folder.</summary>
    public abstract void Save(string directory);
}
