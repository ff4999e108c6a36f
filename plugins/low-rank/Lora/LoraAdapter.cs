// LoRA once it is attached.
using System.Text.Json.Nodes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.LowRank;

/// <summary>LoRA, attached to a model.</summary>
/// <param name="options">Its options.</param>
/// <param name="context">The model.</param>
/// <param name="modules">What stands in the place of the model's modules.</param>
/// <param name="trainedBase">Parameters of the base that are trained as well.</param>
internal sealed class LoraAdapter(LoraOptions options, AdapterContext context, IReadOnlyList<LoraModule> modules, TrainedBase trainedBase) : Adapter
{
    public override AdapterTraits Traits { get; } = AdapterTraits.Mergeable
        | (options.InitWeights == LoraInitialization.Random ? 0 : AdapterTraits.FreshIsIdentity)
        | (trainedBase.Count == 0 ? AdapterTraits.FreezesBase : 0);

    public override IEnumerable<KeyValuePair<string, Parameter>> Parameters => modules.SelectMany(module => new[]
    {
        KeyValuePair.Create($"{module.Path}.{module.StoredNames.A}", module.A),
        KeyValuePair.Create($"{module.Path}.{module.StoredNames.B}", module.B),
    }).Concat(trainedBase.Parameters);

    public override bool Enabled
    {
        get => base.Enabled;
        set
        {
            base.Enabled = value;
            foreach (var module in modules) module.Active = value;
            trainedBase.Show(value);
        }
    }

    public override IEnumerable<KeyValuePair<string, Tensor>> ToStored() =>
        base.ToStored().Take(2 * modules.Count).Concat(trainedBase.Trained);

    public override JsonObject ToPeftConfig()
    {
        var saved = options.ModulesToSave;
        // The host adds the head by itself only where nothing else is saved.
        if (saved.Count > 0 && context.Model.Head is { IsTied: false } head && !saved.Contains(head.Key)) saved = [.. saved, head.Key];
        return LoraConfig.Write(
            options,
            options.Targets.Count > 0 ? options.Targets : context.Model.DefaultTargets,
            modules.Any(module => module is LoraProjection { FanInFanOut: true }),
            saved);
    }

    public override void Merge()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Enabled = true;
        var standing = ModuleTree.All(context.Model).ToDictionary(module => module.Path, module => module.Module);
        if (modules.FirstOrDefault(module => !ReferenceEquals(standing[module.Path], module)) is { } covered)
            throw new PluginHostException($"{Method}: \"{Name}\" cannot be merged while an adapter that was attached after it stands on {covered.Path}; merge or take off that one first.");
        foreach (var module in modules)
        {
            module.Weight.add_(module.Delta().to(module.Weight.dtype));
            context.Replace(module.Path, module.BaseLayer);
        }
    }

    public override void Unmerge()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var standing = ModuleTree.All(context.Model).ToDictionary(module => module.Path, module => module.Module);
        if (modules.FirstOrDefault(module => !ReferenceEquals(standing[module.Path], module.BaseLayer)) is { } other)
            throw new PluginHostException(ReferenceEquals(standing[other.Path], other)
                ? $"{Method}: \"{Name}\" is not merged, so there is nothing to take out of the base weights."
                : $"{Method}: \"{Name}\" cannot be taken out of the base weights: {other.Path} is not what it was merged into. Take off an adapter that was attached after the merge, and unmerge one that it stood on, first.");
        foreach (var module in modules)
        {
            module.Weight.sub_(module.Delta().to(module.Weight.dtype));
            context.Replace(module.Path, module);
        }
    }
}
