// A data set of tensors whose rows are the items.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Item i is row i of each tensor.</summary>
    public class TensorDataset : utils.data.IterableDataset
    {
        private readonly Tensor[] _tensors;

        internal TensorDataset(Tensor[] tensors)
        {
            if (tensors is null or { Length: 0 })
                throw new ArgumentNullException(nameof(tensors), "TensorDataset: there is no tensor.");
            if (tensors.FirstOrDefault(tensor => tensor.size(0) != tensors[0].size(0)) is { } other)
                throw new ArgumentException($"TensorDataset: all tensors need the same number of rows, got {tensors[0].Described()} and {other.Described()}.", nameof(tensors));
            _tensors = [.. tensors.Select(tensor => tensor.alias().DetachFromDisposeScope())];
        }

        public IList<Tensor> this[long index] => [.. _tensors.Select(tensor => tensor[index])];

        public override long Count => _tensors[0].size(0);

        public override IList<Tensor> GetTensor(long index) => this[index];

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                foreach (var tensor in _tensors)
                    tensor.Dispose();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class utils
        {
            public static partial class data
            {
                public static Modules.TensorDataset TensorDataset(params Tensor[] tensors) => new(tensors);
            }
        }
    }
}
