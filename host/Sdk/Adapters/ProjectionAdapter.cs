// An adapter that acts on linear maps: everything about it but what it does to one of them.
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost;

/// <summary>
/// An adapter that puts an <see cref="AdaptedProjection"/> in the place of linear maps and freezes everything else. Attaching, saving in
/// PEFT's layout, turning off and merging are here, once; a method is what its projection does.
/// </summary>
public class ProjectionAdapter : Adapter
{
    private readonly AdapterContext _context;
    private readonly object _options;
    private readonly IReadOnlyList<AdaptedProjection> _modules;

    /// <summary>Attaches a fresh one.</summary>
    /// <param name="context">The model.</param>
    /// <param name="options">The method's options, which <c>adapter_config.json</c> keeps.</param>
    /// <param name="targets">Which linear maps, as for <see cref="AdapterContext.Match"/>; empty for the model's choice.</param>
    /// <param name="traits">What the method promises.</param>
    /// <param name="wrap">Makes what stands in the place of one of them.</param>
    /// <exception cref="RecipeException">A target is no linear map, or none has such a name.</exception>
    [SetsRequiredMembers]
    public ProjectionAdapter(AdapterContext context, object options, IReadOnlyList<string> targets, AdapterTraits traits, Func<NamedModule, AdaptedProjection> wrap)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(wrap);
        (Name, Method, Traits) = (context.Name, context.Method, traits);
        (_context, _options) = (context, options);
        _modules = [.. context.Match(targets).Select(wrap)];
        context.FreezeBase();
        foreach (var module in _modules) context.Replace(module.Path, module);
    }

    /// <inheritdoc/>
    public override AdapterTraits Traits { get; }

    /// <summary>What stands in the place of the model's linear maps.</summary>
    public IReadOnlyList<AdaptedProjection> Modules => _modules;

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, Parameter>> Parameters =>
        _modules.SelectMany(module => module.Parameters.Select(pair => KeyValuePair.Create($"{module.Path}.{pair.Key}", pair.Value)));

    /// <inheritdoc/>
    public override bool Enabled
    {
        get => base.Enabled;
        set
        {
            base.Enabled = value;
            foreach (var module in _modules) module.Active = value;
        }
    }

    /// <summary>The <c>peft_type</c> of a method's files: its name in capitals, as in <c>ACME_LORA</c>.</summary>
    /// <param name="method">The method's registered name.</param>
    public static string FormatOf(string method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return method.ToUpperInvariant().Replace('-', '_');
    }

    /// <summary>The options that <see cref="ToPeftConfig"/> wrote.</summary>
    /// <typeparam name="TOptions">The method's options.</typeparam>
    /// <param name="config">An <c>adapter_config.json</c>; keys that are no options are passed over.</param>
    public static TOptions ReadConfig<TOptions>(JsonObject config)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(config);
        var names = OptionTree.OptionProperties(typeof(TOptions)).Select(property => property.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var own = new JsonObject(config.Where(pair => names.Contains(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        return (TOptions)OptionTree.Thaw(typeof(TOptions), own, "adapter_config.json");
    }

    /// <inheritdoc/>
    public override JsonObject ToPeftConfig()
    {
        var config = OptionTree.Freeze(_options);
        config["peft_type"] = FormatOf(Method);
        return config;
    }

    /// <inheritdoc/>
    public override void Merge()
    {
        if (!Traits.HasFlag(AdapterTraits.Mergeable))
        {
            base.Merge();
            return;
        }

        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        Enabled = true;
        var standing = ModuleTree.All(_context.Model).ToDictionary(module => module.Path, module => module.Module);
        if (_modules.FirstOrDefault(module => !ReferenceEquals(standing[module.Path], module)) is { } covered)
            throw new PluginHostException($"{Method}: \"{Name}\" cannot be merged while an adapter that was attached after it stands on {covered.Path}; merge or take off that one first.");
        foreach (var module in _modules)
        {
            module.Merge();
            _context.Replace(module.Path, module.BaseLayer);
        }
    }
}
