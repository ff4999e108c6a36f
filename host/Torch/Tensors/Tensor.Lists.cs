// Tensors as nested lists, lists of positions, and the transposes that are written as properties.
using System.Collections;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The dimensions in reverse order.</summary>
        public Tensor T => Calls.numpy_T(this);

        /// <summary>The last two dimensions exchanged.</summary>
        public Tensor mT => Calls.transpose_int(this, -2, -1);

        /// <summary>A matrix transposed and conjugated.</summary>
        public Tensor H => Calls.matrix_H(this);

        /// <summary>The last two dimensions exchanged, and conjugated.</summary>
        public Tensor mH => Calls.adjoint(this);

        /// <summary>A <see cref="Scalar"/> for a tensor without dimensions, otherwise lists nested as the dimensions are.</summary>
        public object tolist()
        {
            if (dim() == 0)
                return item();
            using var scope = NewDisposeScope();
            var list = new ArrayList();
            for (long i = 0; i < size(0); i++)
                list.Add(Calls.select_int(this, 0, i).tolist());
            return list;
        }

        /// <summary>The positions that are not zero: one tensor of indices per dimension.</summary>
        public IList<Tensor> nonzero_as_list() => Calls.nonzero_numpy(this);

        public static Tensor block_diag(params Tensor[] tensors) => torch.block_diag(tensors);

        /// <summary>Powers of the elements of a vector as columns, the highest first unless <paramref name="increasing"/>.</summary>
        public Tensor vander(long N = -1, bool increasing = false)
        {
            if (dim() != 1)
                throw new ArgumentException($"vander: expected a tensor of one dimension, got {Described()}.");
            var powers = Calls.linalg_vander(this, N < 0 ? size(0) : N);
            if (increasing)
                return powers;
            using (powers)
                return Calls.flip(powers, [-1]);
        }
    }

    public static Tensor vander(Tensor x, long N = -1, bool increasing = false) => x.vander(N, increasing);

    public static IList<Tensor> nonzero_as_list(Tensor input) => input.nonzero_as_list();
}
