// Parameters of the base that an adapter trains in place, and how they are turned off.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.LowRank;

/// <summary>
/// Parameters of the base that are trained with an adapter: biases, modules that are saved whole. They are trained where they are; what
/// they were is kept beside, and turning the adapter off puts it back.
/// </summary>
internal sealed class TrainedBase
{
    private readonly List<(string Name, Parameter Parameter, Tensor Other)> _entries = [];
    private bool _trained = true;

    public int Count => _entries.Count;

    /// <summary>The parameters by their names in PEFT's files.</summary>
    public IEnumerable<KeyValuePair<string, Parameter>> Parameters => _entries.Select(entry => KeyValuePair.Create(entry.Name, entry.Parameter));

    /// <summary>The trained values by the same names, also while the base's own stand in their place.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Trained => _entries.Select(entry => KeyValuePair.Create(entry.Name, _trained ? entry.Parameter : entry.Other));

    /// <summary>Begins to train a parameter.</summary>
    public void Add(string name, Parameter parameter)
    {
        if (_entries.Exists(entry => ReferenceEquals(entry.Parameter, parameter))) return;
        using var frozen = no_grad();
        _entries.Add((name, parameter, parameter.detach().clone().DetachFromDisposeScope()));
        parameter.requires_grad = true;
    }

    /// <summary>Puts the trained values (or what was there before them) in place.</summary>
    public void Show(bool trained)
    {
        if (trained == _trained) return;
        _trained = trained;
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (_, parameter, other) in _entries)
        {
            var shown = parameter.clone();
            parameter.copy_(other);
            other.copy_(shown);
        }
    }
}
