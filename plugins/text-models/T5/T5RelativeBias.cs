// What attention adds to a score for the distance between two positions.
using PluginHost.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace PluginHost.TextModels;

/// <summary>
/// A learned bias for each head and bucket of distances (Raffel et al. 2020, section 2.1). Half of the buckets are single distances, the
/// others grow logarithmically up to the maximum; where positions look both ways, half of all buckets are for each direction.
/// </summary>
internal sealed class T5RelativeBias : Module
{
    private readonly Parameter weight;
    private readonly T5Options _options;
    private readonly bool _bothWays;

    /// <summary>A fresh bias.</summary>
    public T5RelativeBias(T5Options options, bool bothWays, torch.Generator generator) : base(nameof(T5RelativeBias))
    {
        (_options, _bothWays) = (options, bothWays);
        weight = new Parameter(Initial.Normal([options.DistanceBuckets, options.Heads], options.InitializerFactor / Math.Sqrt(options.Width), generator));
        RegisterComponents();
    }

    /// <summary>The bias of queries at [<paramref name="past"/>, past + queries) for keys at [0, past + queries): [1, heads, queries, keys].</summary>
    public torch.Tensor For(long past, long queries)
    {
        var keys = past + queries;
        // A bucket depends on the distance alone, so it is worked out once for each: key - query from -(keys - 1) to queries - 1.
        var buckets = new long[keys + queries - 1];
        for (var i = 0; i < buckets.Length; i++) buckets[i] = Bucket(i - (int)(keys - 1));
        var byDistance = functional.embedding(torch.tensor(buckets, device: weight.device), weight).t();
        // Row i holds the distances of query past + i: a window that moves one step to the left with each query.
        var distances = torch.arange(keys, dtype: torch.int64, device: weight.device).unsqueeze(0)
            - torch.arange(queries, dtype: torch.int64, device: weight.device).unsqueeze(1) + (queries - 1);
        return byDistance.index_select(1, distances.flatten()).view(1, _options.Heads, queries, keys);
    }

    /// <summary>The bucket of key position - query position.</summary>
    internal int Bucket(int distance)
    {
        var (count, first) = (_options.DistanceBuckets, 0);
        if (_bothWays)
        {
            count /= 2;
            if (distance > 0) first = count;
            distance = Math.Abs(distance);
        }
        else
        {
            distance = Math.Max(-distance, 0);
        }

        var exact = count / 2;
        if (distance < exact) return first + distance;
        // In float32, as the reference computes it: where the logarithm is close to a whole number, the last bit decides.
        var share = MathF.Log(distance / (float)exact) / (float)Math.Log(_options.MaximumDistance / (double)exact);
        return first + Math.Min(exact + (int)(share * (count - exact)), count - 1);
    }
}
