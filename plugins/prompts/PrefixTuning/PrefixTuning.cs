// Prefix-tuning. Attaches it to a model.
using TorchSharp;

namespace PluginHost.Prompts;

/// <summary>
/// Every layer's attention sees [P_K; K] and [P_V; V] with P trained and the model frozen (Li and Liang 2021, "Prefix-Tuning: Optimizing
/// Continuous Prompts for Generation", eq. 3). Reference implementation: PEFT 0.14, <c>tuners/prefix_tuning</c>.
/// </summary>
internal static class PrefixTuning
{
    /// <summary>Attaches a fresh prefix to a model.</summary>
    public static Adapter Attach(PrefixTuningOptions options, AdapterContext context)
    {
        var layout = context.Model.Attention
            ?? throw new RecipeException($"{context.Method}: {context.Model.Architecture} has no attention that takes a prefix. Choose a transformer, such as \"gpt2\", or another method, such as \"lora\".");
        // Both would fill the same cache, and which positions a third party's cache stands for cannot be told from it.
        if (context.Model.Adapters.OfType<PrefixTuningAdapter>().FirstOrDefault() is { } other)
            throw new RecipeException($"{context.Method}: the model has the prefix \"{other.Name}\" already, and takes one only. Give that one more VirtualTokens.");
        if (context.Model.MaximumPositions is { } room && options.VirtualTokens >= room)
            throw new RecipeException($"{context.Method}: VirtualTokens is {options.VirtualTokens}, and {context.Model.Architecture} has {room} positions; a prefix has to leave room for rows.");

        context.FreezeBase();
        var weight = context.Model.parameters().First();
        var prefix = new Prefix(options, layout, context.Seed);
        prefix.to(weight.device);
        return new PrefixTuningAdapter(options, layout, prefix, weight) { Name = context.Name, Method = context.Method };
    }
}
