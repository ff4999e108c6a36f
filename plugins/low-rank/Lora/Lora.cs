// LoRA: low-rank adaptation. Attaches it to a model.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.LowRank;

/// <summary>
/// W' = W + (α / r) · B A with W frozen, A [r, in] random and B [out, r] zero at first (Hu et al. 2021, "LoRA: Low-Rank Adaptation of
/// Large Language Models"). Reference implementation: PEFT 0.14, <c>tuners/lora</c>.
/// </summary>
internal static class Lora
{
    /// <summary>Attaches a fresh LoRA to a model.</summary>
    public static Adapter Attach(LoraOptions options, AdapterContext context)
    {
        var targets = context.Match(options.Targets)
            .Where(target => !ModulePaths.IsNamed(target.Path, options.Exclude) && ModulePaths.IsInLayers(target.Path, options.LayersToTransform, options.LayersPattern))
            .ToList();
        if (targets.Count == 0)
            throw new RecipeException($"{context.Method}: Exclude, LayersToTransform and LayersPattern leave none of the modules that Targets means.");
        var refused = targets.FirstOrDefault(target => ModuleTree.AsProjection(target.Base) is null && target.Base is not (Embedding or Conv2d));
        if (refused is not null)
            throw new RecipeException($"{context.Method}: {refused.Path} is a {refused.Base.GetType().Name}, and only linear maps, embeddings and two-dimensional convolutions have "
                + "a low-rank update. Set Targets to such modules, or leave this one out with Exclude.");

        context.FreezeBase();
        using var generator = new Generator(context.Seed);
        var modules = targets.Select(target => Wrap(target, options, context, generator)).ToList();
        foreach (var module in modules) context.Replace(module.Path, module);
        return new LoraAdapter(options, context, modules, TrainedBase(options, context, modules)) { Name = context.Name, Method = context.Method };
    }

    private static LoraModule Wrap(NamedModule target, LoraOptions options, AdapterContext context, Generator generator)
    {
        var rank = ModulePaths.ByPattern(target.Path, options.RankPattern, options.Rank);
        var alpha = ModulePaths.ByPattern(target.Path, options.AlphaPattern, options.Alpha);
        var scale = alpha / (options.UseRsLora ? Math.Sqrt(rank) : rank);
        return target.Base switch
        {
            Embedding embedding => OnEmbedding(target, embedding, rank, scale, generator),
            Conv2d { groups: 1, padding_mode: PaddingModes.Zeros } convolution => OnConvolution(target, convolution, rank, scale, options, generator),
            Conv2d convolution => throw new RecipeException($"{context.Method}: {target.Path} is a convolution in {convolution.groups} groups with {convolution.padding_mode} around "
                + "its input; only one group and zeros have a low-rank update. Leave it out with Exclude."),
            _ => OnProjection(target, ModuleTree.AsProjection(target.Base)!, rank, scale, options, generator),
        };
    }

    private static LoraProjection OnProjection(NamedModule target, IProjection projection, int rank, double scale, LoraOptions options, Generator generator)
    {
        var (a, b) = Draw([rank, projection.InFeatures], [projection.OutFeatures, rank], rank, options, generator);
        return new LoraProjection(target, projection, scale, options.Dropout, Parameter(a, projection.Weight), Parameter(b, projection.Weight));
    }

    private static LoraConvolution OnConvolution(NamedModule target, Conv2d convolution, int rank, double scale, LoraOptions options, Generator generator)
    {
        var shape = convolution.weight.shape;
        var (a, b) = Draw([rank, .. shape[1..]], [shape[0], rank, 1, 1], rank, options, generator);
        return new LoraConvolution(target, convolution, scale, options.Dropout, Parameter(a, convolution.weight), Parameter(b, convolution.weight));
    }

    private static LoraEmbedding OnEmbedding(NamedModule target, Embedding embedding, int rank, double scale, Generator generator)
    {
        var (vocabulary, dimension) = (embedding.weight.size(0), embedding.weight.size(1));
        return new LoraEmbedding(target, embedding, scale,
            Parameter(zeros(rank, vocabulary), embedding.weight), Parameter(normal([dimension, rank], 1, generator), embedding.weight));
    }

    private static (Tensor A, Tensor B) Draw(long[] a, long[] b, int rank, LoraOptions options, Generator generator) => options.InitWeights switch
    {
        LoraInitialization.Gaussian => (normal(a, 1.0 / rank, generator), zeros(b)),
        LoraInitialization.Random => (uniform(a, generator), uniform(b, generator)),
        _ => (uniform(a, generator), zeros(b)),
    };

    private static Tensor normal(long[] shape, double deviation, Generator generator) => empty(shape).normal_(0, deviation, generator);

    // Kaiming's with a = sqrt(5), which comes out at 1 / sqrt(inputs of one output); torch draws linear layers and convolutions so.
    private static Tensor uniform(long[] shape, Generator generator)
    {
        var bound = 1 / Math.Sqrt(shape[1..].Aggregate(1L, (product, size) => product * size));
        return empty(shape).uniform_(-bound, bound, generator);
    }

    // Drawn on the CPU, so that a seed gives the same weights on every device; float32, whatever precision the base has.
    private static Parameter Parameter(Tensor values, Tensor weight)
    {
        using var placed = values.to(weight.device);
        return new Parameter(placed);
    }

    private static TrainedBase TrainedBase(LoraOptions options, AdapterContext context, List<LoraModule> modules)
    {
        var trained = new TrainedBase();
        var wrapped = modules.Select(module => module.Path).ToHashSet(StringComparer.Ordinal);
        var all = ModuleTree.All(context.Model).ToList();
        foreach (var name in options.ModulesToSave)
        {
            var saved = all.Where(module => ModulePaths.IsNamed(module.Path, [name])).ToList();
            foreach (var module in saved)
                foreach (var (part, parameter) in module.Base.named_parameters())
                    trained.Add($"{module.Path}.{part}", parameter);
            // PEFT adds these two to every classifier's list, whatever its head is called.
            if (saved.Count == 0 && name != context.Model.Head?.Key && name is not ("classifier" or "score"))
                throw new RecipeException($"{context.Method}: ModulesToSave names \"{name}\", and {context.Model.Architecture} has no module of that name.");
        }

        if (options.Bias != LoraBias.None)
            foreach (var module in all.Where(module => options.Bias == LoraBias.All || wrapped.Contains(module.Path)))
                foreach (var (part, parameter) in module.Base.named_parameters(recurse: false))
                    if (part == "bias")
                        trained.Add($"{module.Path}.{(wrapped.Contains(module.Path) ? "base_layer.bias" : "bias")}", parameter);
        return trained;
    }
}
