// Data sets: numbered items.
namespace TorchSharp;

public static partial class torch
{
    public static partial class utils
    {
        /// <summary>Data sets and loaders.</summary>
        public static partial class data
        {
            /// <summary>Items by number.</summary>
            public abstract class Dataset<T> : IDisposable
            {
                /// <summary>How many items there are.</summary>
                public abstract long Count { get; }

                /// <summary>An item; called by several threads at once when the loader has several workers.</summary>
                public abstract T GetTensor(long index);

                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                protected virtual void Dispose(bool disposing)
                {
                }
            }

            /// <summary>Items of named tensors.</summary>
            public abstract class Dataset : Dataset<Dictionary<string, Tensor>>;

            /// <summary>Items of tensors in a list.</summary>
            public abstract class IterableDataset : Dataset<IList<Tensor>>;
        }
    }
}
