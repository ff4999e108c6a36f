// Sequences of unequal lengths without padding.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static partial class rnn
            {
                /// <summary>
                /// The steps of several sequences one after the other: first the first step of all, then the second of those that have one, and so on.
                /// Made by <see cref="pack_sequence"/> and <see cref="pack_padded_sequence"/>.
                /// </summary>
                public sealed class PackedSequence : IDisposable
                {
                    /// <summary>The steps (sum of lengths, features…), sequences in descending order of length.</summary>
                    public readonly Tensor data;

                    /// <summary>How many sequences have a step, for every step; on the CPU.</summary>
                    public readonly Tensor batch_sizes;

                    /// <summary>Which sequence as given is at each place, or null where they came in descending order.</summary>
                    public readonly Tensor? sorted_indices;

                    /// <summary>At which place each sequence as given is.</summary>
                    public readonly Tensor? unsorted_indices;

                    internal PackedSequence(Tensor data, Tensor batch_sizes, Tensor? sorted_indices, Tensor? unsorted_indices)
                    {
                        this.data = data;
                        this.batch_sizes = batch_sizes;
                        this.sorted_indices = sorted_indices;
                        this.unsorted_indices = unsorted_indices;
                    }

                    /// <summary>True once the steps were let go.</summary>
                    public bool IsInvalid => data.IsInvalid;

                    internal long Batch
                    {
                        get
                        {
                            using var first = batch_sizes[0];
                            return first.ToInt64();
                        }
                    }

                    // A state (layers, batch, hidden) in the order of the data; null stays null.
                    internal Tensor? Sorted(Tensor? state) => state is null ? null : sorted_indices is null ? state.alias() : state.index_select(1, sorted_indices);

                    internal Tensor Unsorted(Tensor state)
                    {
                        if (unsorted_indices is null)
                            return state;
                        using (state)
                            return state.index_select(1, unsorted_indices);
                    }

                    internal PackedSequence With(Tensor output) => new(output, batch_sizes.alias(), sorted_indices?.alias(), unsorted_indices?.alias());

                    private IEnumerable<Tensor> All => new[] { data, batch_sizes, sorted_indices, unsorted_indices }.OfType<Tensor>();

                    public void Dispose()
                    {
                        foreach (var tensor in All)
                            tensor.Dispose();
                    }

                    public PackedSequence MoveToOuterDisposeScope()
                    {
                        foreach (var tensor in All)
                            tensor.MoveToOuterDisposeScope();
                        return this;
                    }

                    public PackedSequence DetachFromDisposeScope()
                    {
                        foreach (var tensor in All)
                            tensor.DetachFromDisposeScope();
                        return this;
                    }
                }
            }
        }
    }
}
