// How much hidden states point the same way.
namespace MyNamePlugin;

/// <summary>
/// The mean cosine between the mean hidden states of different rows: near 0 where they point everywhere, near 1 where they have collapsed to one
/// direction (Ethayarajh 2019, "How contextual are contextualized word representations?", section 3.2).
/// </summary>
public sealed class MyNameEvaluator(MyNameOptions options, ObjectiveContext context) : Evaluator
{
    // Called without gradients and in evaluation mode.
    public override IReadOnlyDictionary<string, double> Evaluate(Dataset dataset)
    {
        var count = Math.Min(options.Rows, dataset.Count);
        if (count < 2) throw new RecipeException($"evaluator \"my-name\" compares rows, and the split has {dataset.Count}.");
        var device = context.Model.parameters().FirstOrDefault()?.device ?? CPU;
        var vectors = new List<Tensor>();
        for (long i = 0; i < count; i++)
        {
            // A row at a time, so that none is padded.
            var batch = Collate.Pad([Ids(dataset.Read(i * dataset.Count / count))]).To(device);
            vectors.Add(nn.functional.normalize(context.Model.call(batch)[Fields.LastHiddenState].to(float32).mean([1L]), dim: -1));
        }

        var directions = cat([.. vectors], 0);                              // [rows, H]
        // The cosines of all pairs, without each row's with itself.
        var cosines = directions.mm(directions.t()).sum().ToDouble() - count;
        return new Dictionary<string, double> { ["my-name"] = cosines / (count * (count - 1)) };
    }

    private Example Ids(Example row)
    {
        if (row.Has(Fields.InputIds) || !row.Has("text")) return row;
        var tokenizer = context.Tokenizer ?? throw new RecipeException("evaluator \"my-name\": the rows are text, and the stage has no tokenizer. Add one, such as .Tokenizer(\"bytes\").");
        return row.With(Fields.InputIds, tokenizer.Encode(row.Get<string>("text")));
    }
}
