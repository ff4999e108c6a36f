// What of a stage comes from a plugin, and what has to be built anew because of it.
namespace PluginHost.Engine;

/// <summary>What of a stage comes from a plugin.</summary>
internal sealed class PluginShare
{
    private readonly HashSet<string> _own;
    private readonly StagePlan _plan;

    /// <param name="plugin">The plugin's name.</param>
    /// <param name="catalog">The catalog before the reload.</param>
    /// <param name="parts">The stage.</param>
    public PluginShare(string plugin, ICatalog catalog, StageParts parts)
    {
        _plan = parts.Plan;
        _own = [.. catalog.Entries.Where(entry => entry.Plugin == plugin).Select(entry => Key(entry.Kind, entry.Name))];
        var files = _plan.ModelPath is { } path ? ModelFiles.ReadConfig(path) : null;
        Tokenizer = _plan.Tokenizer is { } tokenizer ? Has(tokenizer) : parts.Tokenizer is not null && catalog.Entries.Any(entry => entry.Kind == Kind.Tokenizer && entry.Plugin == plugin
            && entry.Format == JsonFiles.Read(Path.Join(_plan.ModelPath, "tokenizer_config.json"))["tokenizer_class"]?.GetValue<string>());
        var head = (_plan.Head ?? parts.Objective.RequiredHead) is { } named ? Has(named)
            : files is not null && ModelFiles.StoredHead(catalog, files) is { } stored && Has(stored);
        var model = _plan.Model is { } fresh ? Has(fresh) : Has(ModelFiles.Architecture(catalog, files!, _plan.ModelPath!));
        var adapters = _plan.Adapters.Any(adapter => adapter.Fresh is { } method ? Has(method)
            : Has(AdapterFiles.Method(catalog, AdapterFiles.ReadConfig(adapter.Path!), adapter.Path!)));
        Trainee = Tokenizer || model || head || adapters || Has(_plan.Objective);
    }

    /// <summary>Whether the tokenizer is the plugin's: then the data and all that is given it are built anew.</summary>
    public bool Tokenizer { get; }

    /// <summary>Whether the model, its head, an adapter or the objective is the plugin's, or is built anew with its tokenizer.</summary>
    public bool Trainee { get; }

    public bool Dataset => Tokenizer || Has(_plan.Data);

    public bool Loss => _plan.Loss is { } loss && Has(loss);

    public bool Optimizer => _plan.Optimizer is { } optimizer && Has(optimizer);

    public bool Schedule => _plan.Schedule is { } schedule && Has(schedule);

    public bool Transform(int index) => Tokenizer || Has(_plan.Transforms[index]);

    public bool AnyTransform => _plan.Transforms.Where((_, index) => Transform(index)).Any();

    /// <summary>Whether a component of the plan is the plugin's.</summary>
    public bool Has(Component component) => _own.Contains(Key(component.Kind, component.Name));

    private bool Has(CatalogEntry entry) => _own.Contains(Key(entry.Kind, entry.Name));

    private static string Key(Kind kind, string name) => $"{kind} {name}";
}
