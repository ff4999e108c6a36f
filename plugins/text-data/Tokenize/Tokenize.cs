// The transform "tokenize": text -> ids, cut to a length, padded in a batch.
namespace PluginHost.TextData;

/// <summary>
/// Turns a row's text into <see cref="Fields.InputIds"/>, framed by the tokenizer's special ids where it has such a frame, and pads
/// batches with its <c>pad</c> id.
/// </summary>
internal sealed class Tokenize(TokenizeOptions options, Tokenizer tokenizer) : Transform
{
    public override Example Apply(Example example, RandomSource random, bool training)
    {
        ArgumentNullException.ThrowIfNull(example);
        var pairName = options.Field + "_pair";
        var first = tokenizer.Encode(example.Get<string>(options.Field));
        var second = example.Has(pairName) ? tokenizer.Encode(example.Get<string>(pairName)) : null;
        if (options.MaxLength is { } most) Truncate(ref first, ref second, most);
        var (ids, types) = tokenizer.Frame(first, second);
        if (ids.Length == 0)
            throw new RecipeException("transform \"tokenize\": a row's text is empty, and this tokenizer adds no special ids, so the row has no ids at all. Leave such rows out.");
        var row = example.Without(options.Field).Without(pairName).With(Fields.InputIds, ids);
        // Only a tokenizer that knows segments says anything other than 0.
        return second is null ? row : row.With(Fields.TokenTypeIds, types);
    }

    public override Batch? Gather(IReadOnlyList<Example> rows) => Collate.Pad(rows, tokenizer.SpecialIds.GetValueOrDefault("pad"));

    // Special ids are kept: the texts share what is left of the length, the longer one giving way first.
    private void Truncate(ref long[] first, ref long[]? second, int most)
    {
        var room = most - tokenizer.Frame([], second is null ? null : []).Ids.Length;
        if (room < 1)
            throw new RecipeException($"transform \"tokenize\": MaxLength is {most}, and the tokenizer's special ids alone take {most - room}. Make it larger.");
        if (second is null)
        {
            if (first.Length > room) first = first[..room];
            return;
        }

        var surplus = Math.Max(0, first.Length + second.Length - room);
        var fromFirst = Math.Clamp((surplus + first.Length - second.Length + 1) / 2, 0, Math.Min(surplus, first.Length));
        fromFirst = Math.Max(fromFirst, surplus - second.Length);
        first = first[..^fromFirst];
        second = second[..^(surplus - fromFirst)];
    }
}
