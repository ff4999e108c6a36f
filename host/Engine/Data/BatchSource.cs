// Batches of a split, in an order that is fixed by the seed and can be entered at any row.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// Makes batches: rows in order, through the row transforms, collated. Training goes over the split in a new shuffled order each epoch and
/// a batch may reach into the next one, so no row is dropped and the position is a single number.
/// </summary>
internal sealed class BatchSource
{
    private readonly Dataset _dataset;
    private readonly IReadOnlyList<Transform> _transforms;
    private readonly long _seed;
    private readonly long _padId;
    private readonly bool _training;
    private (long Epoch, Permutation Order)? _order;

    /// <param name="dataset">The split, already transformed as a whole.</param>
    /// <param name="transforms">What happens to rows and batches.</param>
    /// <param name="seed">Fixes the order and the transforms' draws.</param>
    /// <param name="padId">What ids are padded with.</param>
    /// <param name="training">Whether the order is shuffled and augmentation takes place.</param>
    public BatchSource(Dataset dataset, IReadOnlyList<Transform> transforms, long seed, long padId, bool training) =>
        (_dataset, _transforms, _seed, _padId, _training) = (dataset, transforms, seed, padId, training);

    public long Count => _dataset.Count;

    /// <summary>A batch of the training order.</summary>
    /// <param name="position">Rows seen before, over all epochs.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="device">Where the batch goes.</param>
    public Batch Shuffled(long position, int rows, torch.Device device) => Shuffled(position, rows, 1, rows, device);

    /// <summary>The same part of several micro-batches that follow each other: what one rank takes of a step.</summary>
    /// <param name="position">Rows seen before the part of the first, over all epochs.</param>
    /// <param name="rows">Rows of the part.</param>
    /// <param name="parts">How many micro-batches.</param>
    /// <param name="stride">Rows from one part to the next: those of a whole micro-batch.</param>
    /// <param name="device">Where the batch goes.</param>
    public Batch Shuffled(long position, int rows, int parts, int stride, torch.Device device)
    {
        var examples = new Example[rows * parts];
        for (var i = 0; i < examples.Length; i++)
        {
            var (part, row) = Math.DivRem(i, rows);
            var (epoch, offset) = Math.DivRem(position + ((long)part * stride) + row, _dataset.Count);
            if (_order is not { } order || order.Epoch != epoch) _order = order = (epoch, new Permutation(_dataset.Count, _seed, epoch));
            examples[i] = Row(order.Order[offset], epoch);
        }

        return Gather(examples, device);
    }

    /// <summary>A batch of consecutive rows.</summary>
    /// <param name="indices">Which rows.</param>
    /// <param name="device">Where the batch goes.</param>
    public Batch InOrder(ReadOnlySpan<long> indices, torch.Device device)
    {
        var examples = new Example[indices.Length];
        for (var i = 0; i < indices.Length; i++) examples[i] = Row(indices[i], epoch: 0);
        return Gather(examples, device);
    }

    private Example Row(long index, long epoch)
    {
        var example = _dataset.Read(index);
        for (var t = 0; t < _transforms.Count; t++)
            example = _transforms[t].Apply(example, new RandomSource(_seed, epoch, index, t), _training);
        return example;
    }

    private Batch Gather(IReadOnlyList<Example> examples, torch.Device device)
    {
        Batch? batch = null;
        foreach (var transform in _transforms) batch ??= transform.Gather(examples);
        batch ??= Collate.Pad(examples, _padId);
        if (!batch.Names.Any())
            throw new PluginHostException($"The rows hold nothing that can be part of a batch: {string.Join(", ", examples[0].Names)}. "
                + "Text needs .Tokenizer(…) and a transform that makes ids of it, such as .Transform(\"tokenize\").");
        batch = batch.To(device);
        foreach (var transform in _transforms) batch = transform.Apply(batch, _training);
        return batch;
    }
}
