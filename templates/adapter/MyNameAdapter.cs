// LoRA-FA: low-rank adaptation with a frozen first matrix.
namespace MyNamePlugin;

/// <summary>
/// y = W x + (α / r) · B A x with W frozen, A [r, in] random and frozen, B [out, r] zero at first and trained. Half of LoRA's parameters,
/// and x itself need not be kept for the backward pass (Zhang et al. 2023, "LoRA-FA: Memory-efficient low-rank adaptation").
/// </summary>
public sealed class MyNameAdapter : AdaptedProjection
{
    private readonly Tensor _a, _b;
    private readonly double _scale;

    public MyNameAdapter(NamedModule target, MyNameOptions options) : base(target)
    {
        _a = Add("lora_A.weight", randn(options.Rank, InFeatures) / Math.Sqrt(InFeatures), trained: false);
        _b = Add("lora_B.weight", zeros(OutFeatures, options.Rank));
        _scale = options.Alpha / options.Rank;
    }

    protected override Tensor Adapt(Tensor input, Tensor output) =>
        output + nn.functional.linear(nn.functional.linear(input, _a), _b) * _scale;

    public override Tensor Merged(Tensor weight) => weight + _b.mm(_a) * _scale;
}
