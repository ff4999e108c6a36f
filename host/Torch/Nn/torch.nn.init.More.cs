// torch.nn.init: the rarer first values.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class init
        {
            /// <summary>The old name of <see cref="xavier_normal_"/>.</summary>
            public static Tensor glorot_normal_(Tensor tensor, double gain = 1.0) => xavier_normal_(tensor, gain);

            /// <summary>The old name of <see cref="xavier_uniform_"/>.</summary>
            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1.0) => xavier_uniform_(tensor, gain);

            /// <summary>Convolution weights (out, in, kernel…) that give the input back: 1 in the kernel's middle for every channel, 0 elsewhere.</summary>
            public static Tensor dirac_(Tensor tensor) => Fill(tensor, () =>
            {
                var shape = tensor.shape;
                if (shape.Length is < 3 or > 5)
                    throw new ArgumentException($"dirac_: expected 3, 4 or 5 dimensions, got {tensor.Described()}.", nameof(tensor));
                using var scope = NewDisposeScope();
                tensor.zero_();
                for (var channel = 0L; channel < Math.Min(shape[0], shape[1]); channel++)
                {
                    var at = tensor[channel][channel];
                    for (var d = 2; d < shape.Length; d++)
                        at = at.select(0, shape[d] / 2);
                    at.fill_(1);
                }
            });

            /// <summary>Normal values (0, std), of which a share of every column is zero (Martens 2010). Shape (rows, columns).</summary>
            public static Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01) => Fill(tensor, () =>
            {
                if (tensor.dim() != 2)
                    throw new ArgumentException($"sparse_: expected 2 dimensions, got {tensor.Described()}.", nameof(tensor));
                using var scope = NewDisposeScope();
                var zeros = (long)Math.Ceiling(sparsity * tensor.size(0));
                tensor.normal_(0, std);
                for (var column = 0L; column < tensor.size(1); column++)
                    tensor.select(1, column).index_fill_(0, randperm(tensor.size(0), device: tensor.device).narrow(0, 0, zeros), 0);
            });
        }
    }
}
