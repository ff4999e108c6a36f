// Optimizer state shared out over the ranks (ZeRO stage 1).
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost.Engine;

/// <summary>
/// Each parameter's optimizer state lives on one rank, which updates the parameter and sends it to the others: the first stage of ZeRO
/// (Rajbhandari et al., 2020). The largest parameters are given away first, each to the rank that holds least.
/// </summary>
/// <param name="ranks">The ranks.</param>
/// <param name="trained">The trained parameters by name, in the same order on all ranks.</param>
internal sealed class OptimizerShard(Ranks ranks, IReadOnlyList<KeyValuePair<string, Parameter>> trained)
{
    private readonly Dictionary<Parameter, int> _owners = Assign(ranks.Size, trained);

    /// <summary>Whether this rank updates a parameter.</summary>
    public bool Owns(Parameter parameter) => _owners[parameter] == ranks.Rank;

    /// <summary>Gives every rank the parameters that the others have updated.</summary>
    public void Exchange()
    {
        for (var rank = 0; rank < ranks.Size; rank++) ranks.Broadcast(Of(rank).Select(pair => (torch.Tensor)pair.Value), rank);
    }

    /// <summary>The state of every parameter, on every rank; what this one does not own it owns no longer than the dispose scope that is open.</summary>
    public Dictionary<Parameter, IReadOnlyDictionary<string, torch.Tensor>> Gather(torch.optim.Optimizer optimizer)
    {
        var all = new Dictionary<Parameter, IReadOnlyDictionary<string, torch.Tensor>>(ReferenceEqualityComparer.Instance);
        for (var rank = 0; rank < ranks.Size; rank++)
        {
            var owned = Of(rank);
            var slots = owned.Select(pair => rank == ranks.Rank ? optimizer.State(pair.Value) : null).ToList();
            var described = ranks.Gather(rank == ranks.Rank ? Describe(slots!) : "")[rank].Split('\n', StringSplitOptions.RemoveEmptyEntries);
            for (var i = 0; i < owned.Count; i++) all[owned[i].Value] = slots[i] ?? new Dictionary<string, torch.Tensor>(StringComparer.Ordinal);
            var wanted = new List<torch.Tensor>();
            foreach (var line in described)
            {
                var parts = line.Split(' ');
                var parameter = owned[int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)].Value;
                if (rank != ranks.Rank)
                {
                    long[] shape = [.. parts.Skip(4).Select(size => long.Parse(size, System.Globalization.CultureInfo.InvariantCulture))];
                    var type = (torch.ScalarType)int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture);
                    ((Dictionary<string, torch.Tensor>)all[parameter])[parts[1]] = torch.empty(shape, dtype: type, device: parts[3] == "cpu" ? torch.CPU : parameter.device);
                }

                wanted.Add(all[parameter][parts[1]]);
            }

            ranks.Broadcast(wanted, rank);
        }

        return all;
    }

    private static string Describe(List<IReadOnlyDictionary<string, torch.Tensor>> slots) => string.Join('\n', slots.SelectMany((state, i) => state.Select(pair =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{i} {pair.Key} {(int)pair.Value.dtype} {(pair.Value.device.type == DeviceType.CPU ? "cpu" : "own")} {string.Join(' ', pair.Value.shape)}").TrimEnd())));

    private List<KeyValuePair<string, Parameter>> Of(int rank) => [.. trained.Where(pair => _owners[pair.Value] == rank)];

    private static Dictionary<Parameter, int> Assign(int size, IReadOnlyList<KeyValuePair<string, Parameter>> trained)
    {
        if (trained.Count < size)
            throw new RecipeException($".Shard() shares {trained.Count} trained tensors out over {size} ranks, and each needs one at least. Leave .Shard() out, or train with fewer ranks.");
        var held = new long[size];
        var owners = new Dictionary<Parameter, int>(ReferenceEqualityComparer.Instance);
        foreach (var (_, parameter) in trained.OrderByDescending(pair => pair.Value.numel()))
        {
            var least = Array.IndexOf(held, held.Min());
            owners[parameter] = least;
            held[least] += Math.Max(1, parameter.numel());
        }

        return owners;
    }
}
