// Bottleneck adapters. Attaches them to a model.
using TorchSharp;

namespace PluginHost.Bottleneck;

/// <summary>
/// f(x) becomes f(x) + U σ(D f(x)) before it joins the residual stream, with D [width / factor, width] random and U zero at first
/// (Houlsby et al. 2019, "Parameter-Efficient Transfer Learning for NLP", section 2.1; Pfeiffer et al. 2021, "AdapterFusion", for
/// one a layer).
/// </summary>
internal static class Bottlenecks
{
    /// <summary>Attaches fresh bottlenecks to a model.</summary>
    public static Adapter Attach(BottleneckOptions options, AdapterContext context)
    {
        var names = context.Model.ResidualOutputs;
        if (names.Count == 0)
            throw new RecipeException($"{context.Method}: {context.Model.Architecture} does not say which of its modules write to the residual stream. Choose another method, such as \"lora\".");
        var targets = context.Match(names);
        if (options.Placement == BottleneckPlacement.Pfeiffer)
        {
            // BERT's attention.output.dense also ends in output.dense, so what an earlier name means is taken out.
            var earlier = names.Count == 1 ? [] : context.Match([.. names.Take(names.Count - 1)]).Select(target => target.Path).ToHashSet(StringComparer.Ordinal);
            targets = [.. context.Match([names[^1]]).Where(target => !earlier.Contains(target.Path))];
        }

        context.FreezeBase();
        using var generator = new torch.Generator(context.Seed);
        var modules = targets.Select(target => new BottleneckModule(target, ModuleTree.AsProjection(target.Base)?.OutFeatures ?? context.Model.HiddenSize, options, generator)).ToList();
        foreach (var module in modules) context.Replace(module.Path, module);
        return new BottleneckAdapter(options, modules) { Name = context.Name, Method = context.Method };
    }
}
