// Gathers everything of a stage that has state, and gives it back.
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// Gathers everything of a stage that has state: weights, the optimizer's state, generators, and every component of the stage that is
/// <see cref="IStateful"/>, so that a new plugin's state is in a checkpoint without anyone remembering it. Gradients are no part of it: they
/// are cleared at every step's end, which is when checkpoints are made. Nor are metrics: what they gather is forgotten between evaluations.
/// </summary>
internal static class StageState
{
    /// <summary>Takes the state. Tensors are shared with the stage, not copied.</summary>
    public static StateWriter Gather(StageParts parts, IEnumerable<(string Name, IStateful Part)> more)
    {
        var state = new StateWriter();
        foreach (var (name, tensor) in parts.Model.state_dict()) state.Write("model." + name, tensor);
        foreach (var (name, tensor) in parts.Objective.state_dict()) state.Write("objective." + name, tensor);
        if (parts.Optimization is not null)
        {
            var slots = parts.OptimizerState();
            foreach (var (name, parameter) in parts.Trained)
                foreach (var (slot, tensor) in slots(parameter))
                    state.Write($"optimizer.{name}.{slot}", tensor);
        }

        state.Write("generator.cpu", torch.get_rng_state());
        RankGenerators.Gather(parts, state);
        if (parts.Device.type == DeviceType.CUDA) state.Write("generator.cuda", torch.Generator.Of(parts.Device).get_state());
        foreach (var (name, part) in Stateful(parts, more))
        {
            var own = new StateWriter();
            part.Save(own);
            foreach (var (key, tensor) in own.Tensors) state.Write($"part.{name}.{key}", tensor);
            state.Write(name, own.Values);
        }

        return state;
    }

    /// <summary>Gives the state back.</summary>
    /// <exception cref="RecipeException">It is of another recipe and does not fit; the message lists what does not.</exception>
    public static void Restore(StageParts parts, IEnumerable<(string Name, IStateful Part)> more, IReadOnlyDictionary<string, torch.Tensor> tensors, JsonObject values)
    {
        using var frozen = torch.no_grad();
        var targets = parts.Model.state_dict().Select(pair => KeyValuePair.Create("model." + pair.Key, pair.Value))
            .Concat(parts.Objective.state_dict().Select(pair => KeyValuePair.Create("objective." + pair.Key, pair.Value))).ToList();
        Check(targets, tensors);
        foreach (var (name, target) in targets) target.copy_(tensors[name]);
        if (parts.Optimization is { } optimization)
            foreach (var (name, parameter) in parts.Trained)
            {
                var slots = Below(tensors, $"optimizer.{name}.");
                if (slots.Count > 0 && parts.Shard?.Owns(parameter) != false) LoadOptimizer(optimization.Optimizer, name, parameter, slots);
            }

        torch.set_rng_state(tensors["generator.cpu"]);
        RankGenerators.Restore(parts, tensors, values["step"]!.GetValue<long>());
        if (tensors.TryGetValue("generator.cuda", out var cuda) && parts.Device.type == DeviceType.CUDA) torch.Generator.Of(parts.Device).set_state(cuda);
        foreach (var (name, part) in Stateful(parts, more))
            if (values[name] is JsonObject own)
                part.Load(new StateReader(Below(tensors, $"part.{name}."), own));
    }

    private static IEnumerable<(string Name, IStateful Part)> Stateful(StageParts parts, IEnumerable<(string Name, IStateful Part)> more) =>
        parts.Components.Where(part => part.Component is IStateful).Select(part => (part.Name, (IStateful)part.Component!)).Concat(more);

    private static void LoadOptimizer(torch.optim.Optimizer optimizer, string name, TorchSharp.Modules.Parameter parameter, Dictionary<string, torch.Tensor> slots)
    {
        try
        {
            optimizer.LoadState(parameter, slots);
        }
        catch (Exception misfit) when (misfit is ArgumentException or KeyNotFoundException or InvalidOperationException or TorchException)
        {
            throw new RecipeException($"The checkpoint's optimizer state of \"{name}\" ({string.Join(", ", slots.Keys)}) is none of this recipe's optimizer: {misfit.Message} "
                + "Start a new run, or put the recipe back.", misfit);
        }
    }

    private static void Check(List<KeyValuePair<string, torch.Tensor>> targets, IReadOnlyDictionary<string, torch.Tensor> tensors)
    {
        const int shown = 8;
        var misfits = new List<string>();
        foreach (var (name, target) in targets)
        {
            if (!tensors.TryGetValue(name, out var saved)) misfits.Add($"\"{name}\" is not in it");
            else if (!saved.shape.AsSpan().SequenceEqual(target.shape))
                misfits.Add($"\"{name}\" has the shape [{string.Join(", ", saved.shape)}] in it and [{string.Join(", ", target.shape)}] in the recipe");
        }

        var known = targets.Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        misfits.AddRange(tensors.Keys.Where(name => (name.StartsWith("model.", StringComparison.Ordinal) || name.StartsWith("objective.", StringComparison.Ordinal)) && !known.Contains(name))
            .Select(name => $"\"{name}\" is in it and not in the recipe"));
        if (misfits.Count == 0) return;
        throw new RecipeException($"The checkpoint was written by another recipe: {string.Join("; ", misfits.Take(shown))}"
            + (misfits.Count > shown ? $"; and {misfits.Count - shown} more" : "") + ". Start a new run, or put the recipe back.");
    }

    private static Dictionary<string, torch.Tensor> Below(IReadOnlyDictionary<string, torch.Tensor> tensors, string prefix) =>
        tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value, StringComparer.Ordinal);
}
