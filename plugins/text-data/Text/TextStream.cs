// Files as one stream of tokens.
namespace PluginHost.TextData;

/// <summary>The ids of several files one after another, with the tokenizer's <c>eos</c> between files where it has one.</summary>
internal sealed class TextStream
{
    private readonly List<int[]> _parts = [];

    /// <summary>How many ids there are.</summary>
    public long Length { get; private set; }

    /// <summary>A file's ids.</summary>
    public static int[] Encode(SourceFile file, Tokenizer tokenizer, string owner)
    {
        var ids = tokenizer.Encode(file.Read(owner));
        var end = ids.Length > 0 && tokenizer.SpecialIds.TryGetValue("eos", out var eos) ? eos : (long?)null;
        var kept = new int[ids.Length + (end is null ? 0 : 1)];
        for (var i = 0; i < ids.Length; i++) kept[i] = checked((int)ids[i]);
        if (end is { } id) kept[^1] = checked((int)id);
        return kept;
    }

    /// <summary>Appends ids.</summary>
    public void Append(int[] ids)
    {
        _parts.Add(ids);
        Length += ids.Length;
    }

    /// <summary>All ids in one array.</summary>
    /// <exception cref="RecipeException">There are more than an array can hold.</exception>
    public int[] ToArray(string owner)
    {
        if (Length > Array.MaxLength)
            throw new RecipeException($"{owner}: the files have {Length:N0} tokens, and at most {Array.MaxLength:N0} fit in memory at once. Name fewer files.");
        var ids = new int[Length];
        var offset = 0;
        foreach (var part in _parts)
        {
            part.CopyTo(ids, offset);
            offset += part.Length;
        }

        return ids;
    }
}
