// Means and deviations over several dimensions, under TorchSharp's parameter names.
namespace TorchSharp;

public static partial class torch
{
    public static Tensor mean(Tensor input, long[] dimensions, bool keepdim = false, ScalarType? type = null) => Calls.mean_dim(input, dimensions, keepdim, type);

    /// <summary>Dividing by n − 1 when <paramref name="unbiased"/>; in the given type where there is one.</summary>
    public static Tensor std(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => InType(input, type, x => Calls.std_dim(x, dimensions, unbiased, keepdim));

    /// <summary>Dividing by n − 1 when <paramref name="unbiased"/>; in the given type where there is one.</summary>
    public static Tensor var(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => InType(input, type, x => Calls.var_dim(x, dimensions, unbiased, keepdim));

    private static Tensor InType(Tensor input, ScalarType? type, Func<Tensor, Tensor> reduce)
    {
        if (type is not { } wanted || wanted == input.dtype)
            return reduce(input);
        using var converted = input.to(wanted);
        return reduce(converted);
    }

    public partial class Tensor
    {
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => torch.mean(this, dimensions, keepdim, type);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => torch.std(this, dimensions, unbiased, keepdim, type);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => torch.var(this, dimensions, unbiased, keepdim, type);
    }
}
