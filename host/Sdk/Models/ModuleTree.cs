// Walks a model's modules by the paths of the base model, looking through whatever adapters have wrapped.
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost;

/// <summary>
/// A model's modules by path. Paths are those of the base model: a wrapper (<see cref="AdaptedModule"/>) has the path of what it wraps and
/// <c>base_layer</c> is part of no path, so a second adapter finds the same names as the first.
/// </summary>
public static class ModuleTree
{
    private const string BaseLayer = "base_layer";

    /// <summary>
    /// Every module of the backbone that maps a tensor to a tensor, by path, outermost first. The head and what adapters added are left out.
    /// </summary>
    public static IEnumerable<NamedModule> All(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Walk("", model, [model.Head, .. model.Adapters.Select(adapter => adapter.OwnModule)]);
    }

    /// <summary>Those of <see cref="All"/> that have no modules inside: projections, embeddings, norms.</summary>
    public static IEnumerable<NamedModule> Leaves(Model model) => All(model).Where(module => !module.Base.named_children().Any());

    /// <summary>The module as a linear map: an <see cref="IProjection"/>, a <c>Linear</c>, or null for anything else.</summary>
    public static IProjection? AsProjection(torch.nn.Module module) => module switch
    {
        IProjection projection => projection,
        Linear linear => new LinearProjection(linear),
        _ => null,
    };

    /// <summary>Puts a module in the place of another.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">A base path, as <see cref="NamedModule.Path"/>.</param>
    /// <param name="module">The new module.</param>
    /// <exception cref="PluginHostException">There is no such path, or the parent's field cannot hold the new module; the sentence says which.</exception>
    public static void Replace(Model model, string path, torch.nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        torch.nn.Module parent = model;
        var segments = path.Split('.');
        foreach (var segment in segments[..^1])
        {
            parent = Child(parent, segment, path);
            while (parent is AdaptedModule wrapper) parent = wrapper.BaseLayer;
        }

        // A module is born in training mode, and the model may be evaluating: dropout would act in the new one alone.
        module.train(Child(parent, segments[^1], path).training);
        parent.set_submodule(segments[^1], module);
    }

    /// <summary>
    /// The base model's state by its own names: parameters and persistent buffers, without what adapters added, without the names that
    /// are another tensor's (<see cref="Model.TiedNames"/>).
    /// </summary>
    public static IEnumerable<KeyValuePair<string, torch.Tensor>> BaseState(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var wrappers = model.named_modules().Where(pair => pair.module is AdaptedModule).Select(pair => pair.name + ".").ToList();
        var apart = model.Adapters.Where(adapter => adapter.OwnModule is not null).Select(adapter => OwnModuleName(adapter) + ".").ToList();
        var tied = model.TiedNames;
        foreach (var (name, tensor) in model.state_dict())
        {
            if (apart.Exists(own => name.StartsWith(own, StringComparison.Ordinal))) continue;
            if (wrappers.Any(wrapper => name.StartsWith(wrapper, StringComparison.Ordinal)
                    && !name.AsSpan(wrapper.Length).StartsWith(BaseLayer + ".", StringComparison.Ordinal))) continue;
            var baseName = BaseName(name);
            if (!tied.ContainsKey(baseName)) yield return KeyValuePair.Create(baseName, tensor);
        }
    }

    /// <summary>A name in the state as the base model has it: without any <c>base_layer</c>.</summary>
    public static string BaseName(string name) => name.Replace("." + BaseLayer + ".", ".", StringComparison.Ordinal);

    /// <summary>The name under which a model holds an adapter's <see cref="Adapter.OwnModule"/>; no name in a file begins so.</summary>
    internal static string OwnModuleName(Adapter adapter) => "adapter:" + adapter.Name.Replace('.', ':');

    private static IEnumerable<NamedModule> Walk(string prefix, torch.nn.Module parent, IReadOnlyList<torch.nn.Module?> except)
    {
        foreach (var (name, child) in parent.named_children())
        {
            if (except.Contains(child)) continue;
            var path = prefix.Length == 0 ? name : $"{prefix}.{name}";
            var inner = child;
            while (inner is AdaptedModule wrapper) inner = wrapper.BaseLayer;
            if (child is torch.nn.Module<torch.Tensor, torch.Tensor> mapping) yield return new NamedModule(path, mapping, inner);
            foreach (var below in Walk(path, inner, except)) yield return below;
        }
    }

    private static torch.nn.Module Child(torch.nn.Module parent, string name, string path) =>
        parent.named_children().FirstOrDefault(pair => pair.name == name).module
        ?? throw new PluginHostException($"There is no module \"{path}\": its part \"{name}\" is not there. There are: "
            + string.Join(", ", parent.named_children().Select(pair => pair.name)) + ".");

    private sealed class LinearProjection(Linear linear) : IProjection
    {
        public long InFeatures => linear.weight.shape[1];

        public long OutFeatures => linear.weight.shape[0];

        public bool FanInFanOut => false;

        public Parameter Weight => linear.weight;

        public Parameter? Bias => linear.bias;
    }
}
