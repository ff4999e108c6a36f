// Makes the model of a plan: backbone, head, weights, adapters.
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>Makes the model of a plan. It is made on the CPU in float32; whoever trains it moves it.</summary>
/// <param name="components">Makes components.</param>
/// <param name="baseDirectory">Where relative paths start.</param>
/// <param name="warn">Takes sentences for whoever watches.</param>
internal sealed class ModelAssembly(ComponentFactory components, string baseDirectory, Action<string> warn)
{
    /// <summary>The backbone with fresh weights and no head.</summary>
    public Model Backbone(StagePlan plan, Tokenizer? tokenizer)
    {
        var context = new ModelContext { Tokenizer = tokenizer, Seed = Seeds.Derive(plan.Seed, "model"), BaseDirectory = baseDirectory, Warn = warn };
        if (plan.Model is not null) return components.Make<Model>(plan.Model, context);
        var directory = plan.ModelPath!;
        var config = ModelFiles.ReadConfig(directory);
        var entry = ModelFiles.Architecture(components.Catalog, config, directory);
        return components.Make<Model>(Read(entry, config, directory), ReadOptions(entry, config, directory), context);
    }

    /// <summary>Puts the plan's head on: the one it names, or the one that the objective requires, or the one in the files.</summary>
    public void AttachHead(Model model, StagePlan plan, Component? required)
    {
        var context = new HeadContext { Model = model, Seed = Seeds.Derive(plan.Seed, "head"), BaseDirectory = baseDirectory, Warn = warn };
        if ((plan.Head ?? required) is { } component)
        {
            model.Attach(components.Make<Head>(component, context));
            return;
        }

        if (plan.ModelPath is null) return;
        var config = ModelFiles.ReadConfig(plan.ModelPath);
        if (ModelFiles.StoredHead(components.Catalog, config) is { } entry && components.Catalog.Get(entry.Kind, entry.Name).ReadConfig is not null)
            model.Attach(components.Make<Head>(Read(entry, config, plan.ModelPath), ReadOptions(entry, config, plan.ModelPath), context));
    }

    /// <summary>Takes the weights of the plan's folder, if it has one. A head that the files do not have stays fresh.</summary>
    public void LoadWeights(Model model, StagePlan plan)
    {
        if (plan.ModelPath is not { } directory) return;
        var head = model.Head is null ? null : model.Head.Key + ".";
        // The files may hold a head of the same name for another number of classes: that one is not this one.
        var report = ModelFiles.LoadWeights(model, directory);
        var backbone = report.Missing.Where(name => head is null || !name.StartsWith(head, StringComparison.Ordinal)).ToList();
        if (backbone.Count > 0)
            throw new PluginHostException($"{directory} lacks {backbone.Count} tensors that {model.Architecture} needs: {string.Join(", ", backbone.Take(5))}"
                + (backbone.Count > 5 ? ", …" : "") + ". Either the files are incomplete or config.json describes another model.");
        // An adapter's files may hold the head that was trained beside it.
        if (report.Missing.Count > 0 && !plan.Adapters.Any(adapter => adapter.Path is { } path && AdapterFiles.HoldsHead(path, model.Head!.Key))) warn($"The head \"{model.Head!.Key}\" is not in {directory}; it starts from fresh weights.");
        if (report.Unused.Count > 0) warn($"{directory} holds tensors that this stage does not use: {string.Join(", ", report.Unused.Take(5))}{(report.Unused.Count > 5 ? ", …" : "")}.");
    }

    /// <summary>Attaches the plan's adapters in their order.</summary>
    public void AttachAdapters(Model model, StagePlan plan)
    {
        foreach (var adapter in plan.Adapters)
        {
            var method = adapter.Fresh?.Name ?? AdapterFiles.Method(components.Catalog, AdapterFiles.ReadConfig(adapter.Path!), adapter.Path!).Name;
            var context = new AdapterContext
            {
                Model = model,
                Name = adapter.Name,
                Method = method,
                Seed = Seeds.Derive(plan.Seed, "adapter/" + adapter.Name),
                BaseDirectory = baseDirectory,
                Warn = warn,
            };
            if (adapter.Fresh is { } fresh)
            {
                torch.manual_seed(context.Seed);
                var attached = components.Make<Adapter>(fresh, context);
                model.Attach(attached);
                HoldToTraits(model, attached);
            }
            else
                AdapterFiles.Load(components.Catalog.Get(Kind.Adapter, method), context, adapter.Path!);
        }
    }

    private static void HoldToTraits(Model model, Adapter adapter)
    {
        if (!adapter.Traits.HasFlag(AdapterTraits.FreezesBase)) return;
        var own = model.Adapters.SelectMany(other => other.Parameters).Select(pair => pair.Value).ToHashSet<object>(ReferenceEqualityComparer.Instance);
        var head = model.Head is { IsTied: false } separate ? separate.Key + "." : null;
        var loose = model.named_parameters().FirstOrDefault(pair => pair.parameter.requires_grad && !own.Contains(pair.parameter)
            && (head is null || !pair.name.StartsWith(head, StringComparison.Ordinal)));
        if (loose.parameter is not null)
            throw new PluginException($"The adapter \"{adapter.Method}\" declares that it freezes the base model, and left \"{loose.name}\" trainable. "
                + "Its Attach has to call AdapterContext.FreezeBase(), or its Traits must not say FreezesBase.");
    }

    private Registration Read(CatalogEntry entry, JsonObject config, string directory)
    {
        var registration = components.Catalog.Get(entry.Kind, entry.Name);
        return registration.ReadConfig is not null
            ? registration
            : throw new PluginException($"The {Component.TitleOf(entry.Kind, entry.Name)} cannot be read from {Path.Join(directory, "config.json")} "
                + $"(model_type {config["model_type"]}): its plugin registers no way to.");
    }

    private object ReadOptions(CatalogEntry entry, JsonObject config, string directory)
    {
        var options = components.Catalog.Get(entry.Kind, entry.Name).ReadConfig!(config);
        OptionRules.Validate(options, $"{Path.Join(directory, "config.json")}, {Component.TitleOf(entry.Kind, entry.Name)}");
        return options;
    }
}
