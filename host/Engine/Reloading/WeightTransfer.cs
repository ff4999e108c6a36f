// Gives a rebuilt model the weights and the optimizer's state of the one whose place it takes, by name.
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>Hands weights and optimizer state over to rebuilt parts. Weights are shared, not copied: the bits and the place in memory stay.</summary>
internal static class WeightTransfer
{
    /// <summary>Whether the rebuilt parameters are those of the old ones, by name, shape and type.</summary>
    /// <exception cref="PluginException">They are not; names and shapes are listed.</exception>
    public static void Check(string plugin, Trainee before, Trainee after)
    {
        var (old, fresh) = (Described(before), Described(after));
        var misfits = fresh.Where(pair => !old.ContainsKey(pair.Key)).Select(pair => $"\"{pair.Key}\" {pair.Value} is new")
            .Concat(old.Where(pair => !fresh.ContainsKey(pair.Key)).Select(pair => $"\"{pair.Key}\" {pair.Value} is gone"))
            .Concat(fresh.Where(pair => old.TryGetValue(pair.Key, out var was) && was != pair.Value).Select(pair => $"\"{pair.Key}\" was {old[pair.Key]} and is {pair.Value}")).ToList();
        const int shown = 8;
        if (misfits.Count > 0)
            throw new PluginException($"The parameters of the new build of the plugin \"{plugin}\" do not fit those in training: {string.Join("; ", misfits.Take(shown))}"
                + (misfits.Count > shown ? $"; and {misfits.Count - shown} more" : "") + ". A change of parameters needs a new run.");
    }

    /// <summary>Lets the rebuilt parameters and buffers have the memory of the old ones. The old ones keep it too, so that they can go on.</summary>
    public static void Share(Trainee before, Trainee after)
    {
        using var frozen = torch.no_grad();
        Share(before.State, after.State);
    }

    /// <summary>The same for a reference model.</summary>
    public static void Share(Model before, Model after)
    {
        using var frozen = torch.no_grad();
        Share(before.state_dict(), after.state_dict());
    }

    /// <summary>Copies the optimizer's state of every parameter that both train.</summary>
    /// <exception cref="PluginException">The rebuilt optimizer does not take it.</exception>
    public static void Copy(StageParts before, StageParts after)
    {
        var old = before.Trained.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        foreach (var (name, parameter) in after.Trained)
        {
            if (!old.TryGetValue(name, out var earlier) || before.Optimization!.Optimizer.State(earlier) is not { Count: > 0 } state) continue;
            try
            {
                after.Optimization!.Optimizer.LoadState(parameter, state);
            }
            catch (Exception misfit) when (misfit is ArgumentException or KeyNotFoundException or InvalidOperationException or TorchException)
            {
                throw new PluginException($"The rebuilt optimizer does not take the state of \"{name}\" ({string.Join(", ", state.Keys)}): {misfit.Message}", misfit);
            }
        }
    }

    /// <summary>Hands the state of a component over to the one that takes its place, where both have state.</summary>
    /// <exception cref="PluginException">The new one does not take it.</exception>
    public static void Carry(string name, object? before, object? after)
    {
        if (ReferenceEquals(before, after) || before is not IStateful old || after is not IStateful fresh) return;
        var state = new StateWriter();
        old.Save(state);
        try
        {
            fresh.Load(new StateReader(state.Tensors, AsRead(state.Values)));
        }
        catch (Exception misfit) when (misfit is not PluginException)
        {
            throw new PluginException($"The rebuilt {name} does not take the state of the one before ({string.Join(", ", state.Values.Select(pair => pair.Key).Concat(state.Tensors.Keys))}): {misfit.Message}", misfit);
        }
    }

    /// <summary>Values as a checkpoint would give them back: read from text, so that a plugin finds numbers of the types that it finds after a resume.</summary>
    public static JsonObject AsRead(JsonObject values)
    {
        using var text = new MemoryStream();
        JsonFiles.Write(text, values);
        return JsonNode.Parse(text.ToArray())!.AsObject();
    }

    private static void Share(IEnumerable<KeyValuePair<string, torch.Tensor>> before, IEnumerable<KeyValuePair<string, torch.Tensor>> after)
    {
        var old = before.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        foreach (var (name, tensor) in after)
            if (old.TryGetValue(name, out var source)) tensor.set_data(source);
    }

    private static Dictionary<string, string> Described(Trainee trainee) =>
        trainee.State.ToDictionary(pair => pair.Key, pair => $"{pair.Value.dtype} [{string.Join(", ", pair.Value.shape)}]", StringComparer.Ordinal);
}
