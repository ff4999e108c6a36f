// torch.nn.utils.rnn: sequences of unequal lengths, padded and packed.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Sequences of unequal lengths, padded to one tensor or packed without padding.</summary>
            public static partial class rnn
            {
                /// <summary>Packs padded sequences (sequence, batch, …), with batch_first (batch, sequence, …).</summary>
                /// <param name="input">The padded sequences.</param>
                /// <param name="lengths">How long each is (batch).</param>
                /// <param name="batch_first">Whether the batch is the first dimension.</param>
                /// <param name="enforce_sorted">True when the lengths descend; otherwise the sequences are sorted here.</param>
                public static PackedSequence pack_padded_sequence(Tensor input, Tensor lengths, bool batch_first = false, bool enforce_sorted = true)
                {
                    ArgumentNullException.ThrowIfNull(input);
                    ArgumentNullException.ThrowIfNull(lengths);
                    return Packed(() => Pack(input, lengths, batch_first, enforce_sorted));
                }

                private static (Tensor Data, Tensor Sizes, Tensor? Sorted, Tensor? Unsorted) Pack(Tensor input, Tensor lengths, bool batch_first, bool enforce_sorted)
                {
                    var counted = lengths.to(ScalarType.Int64, CPU);
                    if (enforce_sorted)
                    {
                        var (packed, sizes) = Calls._pack_padded_sequence(input, counted, batch_first);
                        return (packed, sizes, null, null);
                    }
                    else
                    {
                        var (descending, order) = counted.sort(-1, true);
                        var sorted = order.to(input.device, copy: true);
                        var (packed, sizes) = Calls._pack_padded_sequence(input.index_select(batch_first ? 0 : 1, sorted), descending, batch_first);
                        return (packed, sizes, sorted, sorted.argsort());
                    }
                }

                // What is made on the way is nothing that the caller could forget, so the statistics count the result alone.
                private static PackedSequence Packed(Func<(Tensor Data, Tensor Sizes, Tensor? Sorted, Tensor? Unsorted)> pack)
                {
                    var counts = DisposeScopeManager.Statistics.TensorStatistics;
                    var before = counts.Copy();
                    Tensor?[] parts;
                    using (NewDisposeScope())
                    {
                        var (data, sizes, sorted, unsorted) = pack();
                        parts = [data.DetachFromDisposeScope(), sizes.DetachFromDisposeScope(), sorted?.DetachFromDisposeScope(), unsorted?.DetachFromDisposeScope()];
                    }
                    counts.Restore(before);
                    var number = parts.Count(part => part is not null);
                    var inScope = DisposeScopeManager.CurrentScope is not null;
                    counts.Created(number, inScope);
                    if (inScope)
                        counts.DetachedFromScopeCount += number;
                    return new PackedSequence(parts[0]!, parts[1]!, parts[2], parts[3]);
                }

                /// <summary>The sequences padded again, and their lengths, in the order in which they were packed.</summary>
                /// <param name="sequence">The packed sequences.</param>
                /// <param name="batch_first">Whether the batch becomes the first dimension.</param>
                /// <param name="padding_value">What the padding is filled with.</param>
                /// <param name="total_length">How long the result is; by default as the longest sequence.</param>
                public static (Tensor, Tensor) pad_packed_sequence(PackedSequence sequence, bool batch_first = false, double padding_value = 0.0, long? total_length = null)
                {
                    ArgumentNullException.ThrowIfNull(sequence);
                    var longest = sequence.batch_sizes.size(0);
                    if (total_length < longest)
                        throw new ArgumentException($"pad_packed_sequence: total_length is {total_length}, but a sequence has {longest} steps.", nameof(total_length));
                    var (padded, lengths) = Calls._pad_packed_sequence(sequence.data, sequence.batch_sizes, batch_first, padding_value, total_length ?? longest);
                    if (sequence.unsorted_indices is not { } places)
                        return (padded, lengths);
                    using (padded)
                    using (lengths)
                    using (var there = places.cpu())
                        return (padded.index_select(batch_first ? 0 : 1, places), lengths.index_select(0, there));
                }

                /// <summary>Sequences (length, …) as one tensor (longest, batch, …), with batch_first (batch, longest, …).</summary>
                public static Tensor pad_sequence(IEnumerable<Tensor> sequences, bool batch_first = false, double padding_value = 0.0) => Calls.pad_sequence(Listed(sequences), batch_first, padding_value);

                /// <summary>Packs sequences (length, …).</summary>
                public static PackedSequence pack_sequence(IEnumerable<Tensor> sequences, bool enforce_sorted = true)
                {
                    var list = Listed(sequences);
                    return Packed(() => Pack(Calls.pad_sequence(list, false, 0), tensor(list.Select(sequence => sequence.size(0)).ToArray()), false, enforce_sorted));
                }

                private static List<Tensor> Listed(IEnumerable<Tensor> sequences)
                {
                    List<Tensor> list = [.. sequences];
                    return list.Count > 0 ? list : throw new ArgumentException("There are no sequences to pad.", nameof(sequences));
                }
            }
        }
    }
}
