// What the factory of an adapter is given: the model, and how to put modules into it.
using System.Text.RegularExpressions;
using TorchSharp;

namespace PluginHost;

/// <summary>What the factory of an adapter is given.</summary>
public sealed class AdapterContext : BuildContext
{
    /// <summary>The model to attach to.</summary>
    public required Model Model { get; init; }

    /// <summary>The adapter's name on this model.</summary>
    public string Name { get; init; } = "default";

    /// <summary>The name that the method is registered under.</summary>
    public required string Method { get; init; }

    /// <summary>
    /// The modules that <paramref name="targets"/> mean, by path, as PEFT's <c>target_modules</c>: a module whose path is a target or ends
    /// in "." and a target. Modules inside the head and inside other adapters' wrappers are left out, save the wrapped base itself.
    /// </summary>
    /// <param name="targets">
    /// Path ends; empty means <see cref="Model.DefaultTargets"/>; the single entry <c>all-linear</c> means every linear module of the
    /// backbone; a single entry that holds one of <c>* ( [ | ^ $ \</c> is a regular expression over the whole path.
    /// </param>
    /// <exception cref="RecipeException">No module matches; the sentence names the targets and what the model has.</exception>
    public IReadOnlyList<NamedModule> Match(IReadOnlyList<string> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        if (targets.Count == 0) targets = Model.DefaultTargets;
        var matches = ModuleTree.All(Model).Where(Matcher(targets)).ToList();
        if (matches.Count > 0) return matches;
        if (targets.Count == 0) throw new RecipeException($"{Method}: {Model.Architecture} names no modules of its own to adapt (DefaultTargets is empty). Set Targets to ends of the paths of some modules.");
        var names = ModuleTree.Leaves(Model).Select(candidate => candidate.Path[(candidate.Path.LastIndexOf('.') + 1)..])
            .Where(name => !int.TryParse(name, out _)).Distinct().Order(StringComparer.Ordinal);
        throw new RecipeException(
            $"{Method}: no module of {Model.Architecture} is called {string.Join(" or ", targets.Select(target => $"\"{target}\""))}. "
            + $"Its modules end in: {string.Join(", ", names)}. Set Targets to some of these.");
    }

    /// <summary>Puts a module in the place of another; the model then calls the new one.</summary>
    /// <param name="path">The path of the module to replace.</param>
    /// <param name="module">The new one, which typically holds the old one as <c>base_layer</c>.</param>
    public void Replace(string path, torch.nn.Module module) => ModuleTree.Replace(Model, path, module);

    /// <summary>
    /// Stops the training of every parameter of the backbone. A head, unless it is tied, and adapters that are attached already go on being trained.
    /// </summary>
    public void FreezeBase()
    {
        var head = Model.Head is { IsTied: false } own ? own.Key + "." : null;
        var others = Model.Adapters.SelectMany(adapter => adapter.Parameters).Select(pair => pair.Value).ToHashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var (name, parameter) in Model.named_parameters())
            if ((head is null || !name.StartsWith(head, StringComparison.Ordinal)) && !others.Contains(parameter))
                parameter.requires_grad = false;
    }

    private static Func<NamedModule, bool> Matcher(IReadOnlyList<string> targets)
    {
        if (targets is ["all-linear"]) return module => ModuleTree.AsProjection(module.Base) is not null;
        if (targets is [var pattern] && pattern.AsSpan().IndexOfAny("*([|^$\\") >= 0)
        {
            var expression = new Regex($"^(?:{pattern})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            return module => expression.IsMatch(module.Path);
        }

        return module => targets.Any(target => module.Path == target || module.Path.EndsWith("." + target, StringComparison.Ordinal));
    }
}
