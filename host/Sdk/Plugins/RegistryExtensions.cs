// The typed ways to register a component, one a kind: what a plugin author calls in Register.
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost;

/// <summary>Typed registration, one method a kind. Each takes the component's options and the context of its kind.</summary>
public static class RegistryExtensions
{
    /// <summary>Registers a model architecture.</summary>
    /// <typeparam name="TOptions">The architecture's sizes.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The announced name.</param>
    /// <param name="create">Makes the model with fresh weights.</param>
    /// <param name="readConfig">The options that a Hugging Face <c>config.json</c> describes; null when there is no such layout.</param>
    public static void Model<TOptions>(this IRegistry registry, string name, Func<TOptions, ModelContext, Model> create,
        Func<JsonObject, TOptions>? readConfig = null) where TOptions : class =>
        registry.Add(Kind.Model, name, create, readConfig);

    /// <summary>Registers a head, which is put onto a model's backbone.</summary>
    /// <typeparam name="TOptions">The head's options.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The announced name.</param>
    /// <param name="create">Makes the head with fresh weights.</param>
    /// <param name="readConfig">The options that a Hugging Face <c>config.json</c> describes; null when files never hold this head.</param>
    public static void Head<TOptions>(this IRegistry registry, string name, Func<TOptions, HeadContext, Head> create,
        Func<JsonObject, TOptions>? readConfig = null) where TOptions : class =>
        registry.Add(Kind.Head, name, create, readConfig);

    /// <summary>Registers an objective.</summary>
    /// <inheritdoc cref="Loss{TOptions}"/>
    public static void Objective<TOptions>(this IRegistry registry, string name, Func<TOptions, ObjectiveContext, Objective> create) where TOptions : class =>
        registry.Add(Kind.Objective, name, create);

    /// <summary>Registers an importer.</summary>
    /// <inheritdoc cref="Loss{TOptions}"/>
    public static void Importer<TOptions>(this IRegistry registry, string name, Func<TOptions, BuildContext, Importer> create) where TOptions : class =>
        registry.Add(Kind.Importer, name, create);

    /// <summary>Registers a merge method.</summary>
    /// <inheritdoc cref="Loss{TOptions}"/>
    public static void MergeMethod<TOptions>(this IRegistry registry, string name, Func<TOptions, BuildContext, MergeMethod> create) where TOptions : class =>
        registry.Add(Kind.MergeMethod, name, create);

    /// <summary>Registers a parameter-efficient fine-tuning method.</summary>
    /// <typeparam name="TOptions">The method's options.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The announced name.</param>
    /// <param name="attach">Attaches it to <see cref="AdapterContext.Model"/> and returns the handle.</param>
    /// <param name="readConfig">The options that a PEFT <c>adapter_config.json</c> describes; null when there is no such layout.</param>
    /// <param name="configKeys">The keys that <paramref name="readConfig"/> understands, beside those that every method has; the host warns of others.</param>
    public static void Adapter<TOptions>(this IRegistry registry, string name, Func<TOptions, AdapterContext, Adapter> attach,
        Func<JsonObject, TOptions>? readConfig = null, IReadOnlyCollection<string>? configKeys = null) where TOptions : class =>
        registry.Add(Kind.Adapter, name, attach, readConfig, configKeys);

    /// <summary>
    /// Registers a fine-tuning method that acts on linear maps, LoRA and its kin. Its <see cref="ProvidesAttribute.Format"/> is
    /// <see cref="PluginHost.ProjectionAdapter.FormatOf"/> its name.
    /// </summary>
    /// <typeparam name="TOptions">The method's options.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The announced name.</param>
    /// <param name="traits">What the method promises.</param>
    /// <param name="targets">Which linear maps it acts on, as for <see cref="AdapterContext.Match"/>.</param>
    /// <param name="wrap">Makes what stands in the place of one of them.</param>
    public static void ProjectionAdapter<TOptions>(this IRegistry registry, string name, AdapterTraits traits, Func<TOptions, IReadOnlyList<string>> targets,
        Func<NamedModule, TOptions, AdaptedProjection> wrap) where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(wrap);
        registry.Adapter<TOptions>(name, (options, context) => new ProjectionAdapter(context, options, targets(options), traits, target => wrap(target, options)),
            PluginHost.ProjectionAdapter.ReadConfig<TOptions>);
    }

    /// <summary>Registers a loss.</summary>
    /// <typeparam name="TOptions">The component's options; <see cref="NoOptions"/> when there are none.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The announced name.</param>
    /// <param name="create">Makes the component.</param>
    public static void Loss<TOptions>(this IRegistry registry, string name, Func<TOptions, BuildContext, Loss> create) where TOptions : class =>
        registry.Add(Kind.Loss, name, create);

    /// <summary>Registers a dataset, which comes in splits.</summary>
    /// <inheritdoc cref="Loss{TOptions}"/>
    public static void Dataset<TOptions>(this IRegistry registry, string name, Func<TOptions, DataContext, DatasetSplits> create) where TOptions : class =>
        registry.Add(Kind.Dataset, name, create);

    /// <summary>Registers a tokenizer.</summary>
    /// <typeparam name="TOptions">The tokenizer's options; <see cref="NoOptions"/> when there are none.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The announced name.</param>
    /// <param name="create">Makes the tokenizer.</param>
    /// <param name="readConfig">
    /// The options that a <c>tokenizer_config.json</c> describes; its folder is in it under <c>directory</c>. Null when the defaults fit every folder.
    /// </param>
    public static void Tokenizer<TOptions>(this IRegistry registry, string name, Func<TOptions, BuildContext, Tokenizer> create,
        Func<JsonObject, TOptions>? readConfig = null) where TOptions : class =>
        registry.Add(Kind.Tokenizer, name, create, readConfig);

    /// <summary>Registers a transform of data: collation, masking, augmentation.</summary>
    /// <inheritdoc cref="Loss{TOptions}"/>
    public static void Transform<TOptions>(this IRegistry registry, string name, Func<TOptions, DataContext, Transform> create) where TOptions : class =>
        registry.Add(Kind.Transform, name, create);

    /// <summary>Registers an optimizer.</summary>
    /// <inheritdoc cref="Loss{TOptions}"/>
    public static void Optimizer<TOptions>(this IRegistry registry, string name, Func<TOptions, OptimizerContext, torch.optim.Optimizer> create)
        where TOptions : class =>
        registry.Add(Kind.Optimizer, name, create);

    /// <summary>Registers a learning-rate schedule.</summary>
    /// <inheritdoc cref="Loss{TOptions}"/>
    public static void Schedule<TOptions>(this IRegistry registry, string name, Func<TOptions, BuildContext, Schedule> create) where TOptions : class =>
        registry.Add(Kind.Schedule, name, create);

    /// <summary>Registers a metric.</summary>
    /// <inheritdoc cref="Loss{TOptions}"/>
    public static void Metric<TOptions>(this IRegistry registry, string name, Func<TOptions, BuildContext, Metric> create) where TOptions : class =>
        registry.Add(Kind.Metric, name, create);

    /// <summary>Registers an evaluator.</summary>
    /// <inheritdoc cref="Loss{TOptions}"/>
    public static void Evaluator<TOptions>(this IRegistry registry, string name, Func<TOptions, ObjectiveContext, Evaluator> create) where TOptions : class =>
        registry.Add(Kind.Evaluator, name, create);

    /// <summary>Registers a callback.</summary>
    /// <inheritdoc cref="Loss{TOptions}"/>
    public static void Callback<TOptions>(this IRegistry registry, string name, Func<TOptions, BuildContext, Callback> create) where TOptions : class =>
        registry.Add(Kind.Callback, name, create);

    /// <summary>Registers an exporter.</summary>
    /// <inheritdoc cref="Loss{TOptions}"/>
    public static void Exporter<TOptions>(this IRegistry registry, string name, Func<TOptions, BuildContext, Exporter> create) where TOptions : class =>
        registry.Add(Kind.Exporter, name, create);

    private static void Add<TOptions, TContext, TComponent>(this IRegistry registry, Kind kind, string name, Func<TOptions, TContext, TComponent> create,
        Func<JsonObject, TOptions>? readConfig = null, IReadOnlyCollection<string>? configKeys = null)
        where TOptions : class
        where TContext : BuildContext
        where TComponent : class =>
        registry.Add(new Registration
        {
            Kind = kind,
            Name = name,
            Options = typeof(TOptions),
            Create = (options, context) => create((TOptions)options, (TContext)context),
            ReadConfig = readConfig is null ? null : config => readConfig(config),
            ConfigKeys = configKeys,
        });
}
