// TIES: trim, elect a sign, merge.
namespace MyNamePlugin;

/// <summary>
/// Of each model's change to the base the largest are kept; of each number the sign that weighs most is chosen, and the changes of that sign
/// are averaged (Yadav et al. 2023, "TIES-merging: Resolving interference when merging models").
/// </summary>
public sealed class MyNameMerge(MyNameOptions options) : MergeMethod
{
    public override Tensor Merge(string name, Tensor? baseline, IReadOnlyList<Tensor> tensors, IReadOnlyList<double> weights)
    {
        if (baseline is null) throw new RecipeException($"merge method \"my-name\" merges changes to a base, and there is no base for \"{name}\". Name the model that all were trained from.");
        // What is no weight is the same in all of them.
        if (!baseline.is_floating_point()) return baseline.clone();
        var changes = stack([.. tensors.Select((tensor, i) => Trim(tensor - baseline) * weights[i])]);      // [models, …]
        var sign = changes.sum(0).sign();
        var agrees = changes.sign().eq(sign).logical_and(changes.ne(0)).to(changes.dtype);
        var share = tensor([.. weights.Select(weight => (float)weight)]).to(changes.dtype).to(changes.device).view([-1, .. baseline.shape.Select(_ => 1L)]);
        // A weighted mean over those that agree; 0 where none does.
        var merged = (changes * agrees).sum(0) / (share * agrees).sum(0).clamp(min: 1e-12);
        return baseline + merged * options.Scale;
    }

    private Tensor Trim(Tensor change)
    {
        var kept = (int)Math.Ceiling(options.Density * change.numel());
        if (kept == 0) return zeros_like(change);
        var (largest, _) = change.abs().flatten().topk(kept);
        return change * change.abs().ge(largest.min()).to(change.dtype);
    }
}
