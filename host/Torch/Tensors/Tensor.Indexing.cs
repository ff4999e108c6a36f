// tensor[...]: numbers, slices, new axes and masks become views; what is left of tensors becomes one index call.
using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => Put(value, indices, false);
        }

        // Not params: numbers between the brackets must mean positions, and a number converts to a tensor too.
        public Tensor this[Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[long i1]
        {
            get => Calls.select_int(this, 0, i1);
            set
            {
                using var place = Calls.select_int(this, 0, i1);
                place.copy_(value);
            }
        }

        public Tensor this[long i1, long i2]
        {
            get
            {
                using var row = Calls.select_int(this, 0, i1);
                return Calls.select_int(row, 0, i2);
            }
            set
            {
                using var place = this[i1, i2];
                place.copy_(value);
            }
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get
            {
                using var plane = this[i1, i2];
                return Calls.select_int(plane, 0, i3);
            }
            set
            {
                using var place = this[i1, i2, i3];
                place.copy_(value);
            }
        }

        [OverloadResolutionPriority(1)]
        public Tensor index(params TensorIndex[] indices)
        {
            var view = View(indices, out var tensors);
            if (tensors is null)
                return ReferenceEquals(view, this) ? Calls.alias(this) : view;
            try
            {
                return Calls.index_Tensor(view, tensors);
            }
            finally
            {
                if (!ReferenceEquals(view, this))
                    view.Dispose();
            }
        }

        public Tensor index(Tensor[] indices) => Calls.index_Tensor(this, indices);

        [OverloadResolutionPriority(1)]
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => Put(value, indices, false);

        [OverloadResolutionPriority(1)]
        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate) => Put(value, indices, accumulate);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false)
        {
            Calls.index_put_(this, indices, value, accumulate);
            return this;
        }

        [OverloadResolutionPriority(2)]
        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var number = tensor(value, dtype, device);
            return Put(number, indices, false);
        }

        private Tensor Put(Tensor value, TensorIndex[] indices, bool accumulate)
        {
            var view = View(indices, out var tensors);
            try
            {
                if (tensors is not null)
                    Calls.index_put_(view, tensors, value.dtype == dtype ? value : value.to(dtype), accumulate);
                else if (accumulate)
                    Calls.add__Tensor(view, value, null);
                else
                    view.copy_(value);
            }
            finally
            {
                if (!ReferenceEquals(view, this))
                    view.Dispose();
            }
            return this;
        }

        // Applies everything but tensors as views; the tensors stay behind, each at its dimension of the view.
        private Tensor View(TensorIndex[] indices, out Tensor?[]? tensors)
        {
            tensors = null;
            var consumed = 0;
            var ellipses = 0;
            foreach (var index in indices)
            {
                consumed += index.Type switch
                {
                    TensorIndex.Kind.Single or TensorIndex.Kind.Slice => 1,
                    TensorIndex.Kind.Tensor => index.Value!.dtype is ScalarType.Bool or ScalarType.Byte ? (int)index.Value.dim() : 1,
                    _ => 0,
                };
                ellipses += index.Type == TensorIndex.Kind.Ellipsis ? 1 : 0;
            }
            var dimensions = (int)dim();
            if (consumed > dimensions)
                throw new ArgumentException($"index: {consumed} indices for a tensor of {dimensions} dimensions ({Described()}).", nameof(indices));
            if (ellipses > 1)
                throw new ArgumentException("index: an ellipsis may stand only once.", nameof(indices));

            var view = this;
            var position = 0;
            List<(int Position, Tensor Index)>? found = null;
            foreach (var index in indices)
            {
                switch (index.Type)
                {
                    case TensorIndex.Kind.Ellipsis:
                        position += dimensions - consumed;
                        break;
                    case TensorIndex.Kind.None:
                        view = Replace(view, Calls.unsqueeze(view, position));
                        position++;
                        break;
                    case TensorIndex.Kind.Bool:
                        view = Replace(view, Calls.unsqueeze(view, position));
                        (found ??= []).Add((position, full([1], index.First != 0, ScalarType.Bool, device)));
                        position++;
                        break;
                    case TensorIndex.Kind.Single:
                        view = Replace(view, Calls.select_int(view, position, index.First));
                        break;
                    case TensorIndex.Kind.Slice:
                        if (index.Step is <= 0)
                            throw new ArgumentException($"index: the step of a slice must be positive, got {index.Step}.", nameof(indices));
                        if (index.Start is not null || index.Stop is not null || index.Step is not null)
                            view = Replace(view, Calls.slice_Tensor(view, position, index.Start, index.Stop, index.Step ?? 1));
                        position++;
                        break;
                    default:
                        // Before libtorch 2 positions must be int64.
                        (found ??= []).Add((position, index.Value!.dtype == ScalarType.Int32 ? index.Value.to(ScalarType.Int64) : index.Value));
                        position += index.Value!.dtype is ScalarType.Bool or ScalarType.Byte ? (int)index.Value.dim() : 1;
                        break;
                }
            }
            if (found is null)
                return view;

            // A mask covers several dimensions but is one entry of the list that libtorch takes.
            var list = new List<Tensor?>();
            var covered = 0;
            foreach (var (at, index) in found)
            {
                for (; covered < at; covered++)
                    list.Add(null);
                list.Add(index);
                covered += index.dtype is ScalarType.Bool or ScalarType.Byte ? (int)index.dim() : 1;
            }
            tensors = [.. list];
            return view;
        }

        private Tensor Replace(Tensor old, Tensor made)
        {
            if (!ReferenceEquals(old, this))
                old.Dispose();
            return made;
        }
    }
}
