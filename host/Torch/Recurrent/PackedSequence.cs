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
                /// Made by <see cref="pack_sequence"/> and <see cref="pack_padded_sequence"/>. A dispose scope holds it as one thing: its tensors are
                /// in no scope and end with it.
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

                    internal DisposeScope? OwningScope;
                    private bool _disposed;

                    internal PackedSequence(Tensor data, Tensor batch_sizes, Tensor? sorted_indices, Tensor? unsorted_indices)
                    {
                        this.data = data;
                        this.batch_sizes = batch_sizes;
                        this.sorted_indices = sorted_indices;
                        this.unsorted_indices = unsorted_indices;
                        foreach (var tensor in All)
                            tensor.DetachFromDisposeScope();
                        var scope = DisposeScopeManager.CurrentScope;
                        scope?.Hold(this);
                        DisposeScopeManager.Statistics.PackedSequenceStatistics.Created(1, scope is not null);
                    }

                    /// <summary>True once the steps were let go.</summary>
                    internal bool IsInvalid => data.IsInvalid;

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
                        if (_disposed)
                            return;
                        _disposed = true;
                        var scope = OwningScope;
                        OwningScope = null;
                        scope?.Forget(this);
                        var counts = DisposeScopeManager.Statistics;
                        foreach (var tensor in All)
                        {
                            if (tensor.IsInvalid)
                                continue;
                            counts.TensorStatistics.Disposed(1, scope is not null);
                            tensor.DisposeFromScope();
                        }
                        counts.PackedSequenceStatistics.Disposed(1, scope is not null);
                    }

                    /// <summary>Hands the sequence to the scope around the one that holds it.</summary>
                    public PackedSequence MoveToOuterDisposeScope() => OwningScope?.MoveToOuter(this) ?? this;

                    /// <summary>Takes the sequence out of every scope; it lives until it is disposed of.</summary>
                    public PackedSequence DetachFromDisposeScope() => OwningScope?.Detach(this) ?? this;
                }
            }
        }
    }
}
