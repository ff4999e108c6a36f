// Parameters under names of their own.
using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Parameters by name, in the order in which they were added.</summary>
public class ParameterDict : nn.Module, IEnumerable<(string, Parameter)>
{
    private readonly List<(string Name, Parameter Parameter)> _list = [];

    public ParameterDict(params IEnumerable<(string name, Parameter parameter)> parameters)
        : base(nameof(ParameterDict))
    {
        foreach (var (name, parameter) in parameters)
            Add(name, parameter);
    }

    public int Count => _list.Count;

    public IEnumerable<string> Keys => _list.Select(entry => entry.Name);

    public IEnumerable<Parameter> Values => _list.Select(entry => entry.Parameter);

    public Parameter this[string name] => _list.FirstOrDefault(entry => entry.Name == name).Parameter
        ?? throw new KeyNotFoundException($"No parameter is called '{name}'; there are {string.Join(", ", Keys)}.");

    public void Add(string name, Parameter parameter)
    {
        if (ContainsKey(name))
            throw new ArgumentException($"A parameter is already called '{name}'.", nameof(name));
        register_parameter(name, parameter);
        _list.Add((name, parameter));
    }

    public bool ContainsKey(string name) => _list.Exists(entry => entry.Name == name);

    public bool Remove(string name)
    {
        register_parameter(name, null);
        return _list.RemoveAll(entry => entry.Name == name) > 0;
    }

    public IEnumerator<(string, Parameter)> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
