// Word dropout.
namespace MyNamePlugin;

/// <summary>
/// Leaves out each id of a row with a probability, so that a model does not rely on single ones (Iyyer et al. 2015, "Deep unordered
/// composition rivals syntactic methods", section 3.2). Rows that are not trained on stay as they are.
/// </summary>
public sealed class MyNameTransform(MyNameOptions options) : Transform
{
    public override Example Apply(Example example, RandomSource random, bool training)
    {
        if (!training) return example;
        if (example.Has(Fields.Labels) && example[Fields.Labels] is long[])
            throw new RecipeException("transform \"my-name\": the rows have a label for each id, which would stand beside other ids after some are left out.");
        var ids = example.Get<long[]>(Fields.InputIds);
        // Draws depend on seed, epoch and row alone, so that a resumed run sees the same rows.
        var kept = Array.FindAll(ids, _ => random.NextDouble() >= options.Probability);
        // The row is also another epoch's: With makes a new one.
        return example.With(Fields.InputIds, kept.Length > 0 ? kept : ids[..1]).Without(Fields.AttentionMask);
    }
}
