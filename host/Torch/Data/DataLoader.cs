// Batches of a data set's items.
using System.Collections;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Goes through a data set in batches. A batch's tensors are disposed of when the next one is asked for, unless disposeBatch is false; what a data
/// set makes for an item is disposed of once the batch is put together.
/// </summary>
/// <typeparam name="T">What the data set's items are.</typeparam>
/// <typeparam name="S">What a batch is.</typeparam>
public class DataLoader<T, S> : IEnumerable<S>, IDisposable
{
    /// <summary>Items in the order of a sequence of numbers.</summary>
    public DataLoader(utils.data.Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn, IEnumerable<long> shuffler, Device? device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        this.dataset = dataset;
        batch_size = batchSize;
        this.collate_fn = collate_fn;
        sampler = shuffler;
        Device = device ?? CPU;
        num_workers = Math.Max(num_worker, 1);
        this.drop_last = drop_last;
        DisposeBatch = disposeBatch;
        DisposeDataset = disposeDataset;
    }

    /// <summary>Items in their order, or shuffled anew for every pass; with a seed every pass has the same order.</summary>
    public DataLoader(utils.data.Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : this(dataset, batchSize, collate_fn, shuffle ? new Utils.FisherYatesShuffler(dataset.Count, seed) : Ascending(dataset), device, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    public utils.data.Dataset<T> dataset { get; }

    public int batch_size { get; }

    public bool drop_last { get; }

    public IEnumerable<long> sampler { get; }

    /// <summary>How many threads get the items of a batch.</summary>
    public int num_workers { get; }

    public Func<IEnumerable<T>, Device, S> collate_fn { get; }

    public Device Device { get; }

    public bool DisposeBatch { get; }

    public bool DisposeDataset { get; }

    /// <summary>How many batches a pass has.</summary>
    public long Count => drop_last ? dataset.Count / batch_size : (dataset.Count + batch_size - 1) / batch_size;

    private static IEnumerable<long> Ascending(utils.data.Dataset<T> dataset)
    {
        for (var i = 0L; i < dataset.Count; i++)
            yield return i;
    }

    public IEnumerator<S> GetEnumerator()
    {
        List<Tensor> held = [];
        try
        {
            foreach (var indices in sampler.Chunk(batch_size))
            {
                if (drop_last && indices.Length < batch_size)
                    yield break;
                var batch = Batch(indices, held);
                yield return batch;
                held.ForEach(tensor => tensor.Dispose());
                held.Clear();
            }
        }
        finally
        {
            held.ForEach(tensor => tensor.Dispose());
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private S Batch(long[] indices, List<Tensor> held)
    {
        using var scope = NewDisposeScope();
        var items = new T[indices.Length];
        if (num_workers == 1)
        {
            for (var i = 0; i < items.Length; i++)
                items[i] = dataset.GetTensor(indices[i]);
        }
        else
        {
            var made = new List<Tensor>[items.Length];
            Parallel.For(0, items.Length, new ParallelOptions { MaxDegreeOfParallelism = num_workers }, i =>
            {
                using var own = NewDisposeScope();
                items[i] = dataset.GetTensor(indices[i]);
                // A scope belongs to its thread: the items' tensors change over to the one of the batch.
                made[i] = [.. Tensors(items[i]).Where(own.Contains)];
                own.Detach(made[i]);
            });
            scope.Include(made.SelectMany(list => list));
        }
        var batch = collate_fn(items, Device);
        List<Tensor> tensors = [.. Tensors(batch).Where(scope.Contains)];
        scope.Detach(tensors);
        if (DisposeBatch)
            held.AddRange(tensors);
        return batch;
    }

    private static IEnumerable<Tensor> Tensors(object? value) => value switch
    {
        Tensor tensor => [tensor],
        string => [],
        IDictionary map => map.Values.Cast<object?>().SelectMany(Tensors),
        ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(i => Tensors(tuple[i])),
        IEnumerable list => list.Cast<object?>().SelectMany(Tensors),
        _ => [],
    };

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && DisposeDataset)
            dataset.Dispose();
    }
}
