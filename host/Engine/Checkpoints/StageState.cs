// Gathers everything of a stage that has state, and gives it back.
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>Gathers everything of a stage that has state: weights, optimizer, generators, position, and every component that is <see cref="IStateful"/>.</summary>
internal static class StageState
{
    public static StateWriter Gather(StageParts parts, IEnumerable<(string Name, IStateful Part)> stateful)
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
        foreach (var (name, part) in stateful.Concat(Callbacks(parts)))
        {
            var own = new StateWriter();
            part.Save(own);
            foreach (var (key, tensor) in own.Tensors) state.Write($"part.{name}.{key}", tensor);
            state.Write(name, own.Values);
        }

        return state;
    }

    public static void Restore(StageParts parts, IEnumerable<(string Name, IStateful Part)> stateful, IReadOnlyDictionary<string, torch.Tensor> tensors, JsonObject values)
    {
        using var frozen = torch.no_grad();
        Copy(parts.Model.state_dict(), "model.", tensors);
        Copy(parts.Objective.state_dict(), "objective.", tensors);
        if (parts.Optimization is { } optimization)
            foreach (var (name, parameter) in parts.Trained)
            {
                var slots = Below(tensors, $"optimizer.{name}.");
                if (slots.Count > 0 && parts.Shard?.Owns(parameter) != false) optimization.Optimizer.LoadState(parameter, slots);
            }

        torch.set_rng_state(tensors["generator.cpu"]);
        RankGenerators.Restore(parts, tensors, values["step"]!.GetValue<long>());
        if (tensors.TryGetValue("generator.cuda", out var cuda) && parts.Device.type == DeviceType.CUDA) torch.Generator.Of(parts.Device).set_state(cuda);
        foreach (var (name, part) in stateful.Concat(Callbacks(parts)))
            if (values[name] is JsonObject own)
                part.Load(new StateReader(Below(tensors, $"part.{name}."), own));
    }

    private static IEnumerable<(string Name, IStateful Part)> Callbacks(StageParts parts) =>
        parts.Callbacks.Select((callback, index) => ($"callback-{index}", callback as IStateful)).Where(pair => pair.Item2 is not null)!;

    private static void Copy(IDictionary<string, torch.Tensor> state, string prefix, IReadOnlyDictionary<string, torch.Tensor> tensors)
    {
        foreach (var (name, target) in state)
        {
            if (!tensors.TryGetValue(prefix + name, out var saved))
                throw new RecipeException($"The checkpoint has no \"{name}\": it was written by another recipe. Start a new run, or put the recipe back.");
            if (!saved.shape.AsSpan().SequenceEqual(target.shape))
                throw new RecipeException($"The checkpoint's \"{name}\" has the shape [{string.Join(", ", saved.shape)}] and the recipe's has "
                    + $"[{string.Join(", ", target.shape)}]: it was written by another recipe. Start a new run, or put the recipe back.");
            target.copy_(saved);
        }
    }

    private static Dictionary<string, torch.Tensor> Below(IReadOnlyDictionary<string, torch.Tensor> tensors, string prefix) =>
        tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value, StringComparer.Ordinal);
}
