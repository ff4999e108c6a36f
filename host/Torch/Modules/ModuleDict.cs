// Modules under names of their own.
using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules by name, in the order in which they were added.</summary>
public class ModuleDict<T> : nn.Module, IEnumerable<(string, T)> where T : nn.Module
{
    private readonly List<(string Name, T Module)> _list = [];

    public ModuleDict(params IEnumerable<(string name, T module)> modules)
        : base(nameof(ModuleDict<T>))
    {
        foreach (var (name, module) in modules)
            Add(name, module);
    }

    public int Count => _list.Count;

    public IEnumerable<string> Keys => _list.Select(entry => entry.Name);

    public IEnumerable<T> Values => _list.Select(entry => entry.Module);

    public T this[string name]
    {
        get => _list.FirstOrDefault(entry => entry.Name == name).Module ?? throw new KeyNotFoundException($"No module is called '{name}'; there are {string.Join(", ", Keys)}.");
        set
        {
            var index = _list.FindIndex(entry => entry.Name == name);
            if (index < 0)
            {
                Add(name, value);
                return;
            }
            _list[index] = (name, value);
            register_module(name, value);
        }
    }

    public void Add(string name, T module)
    {
        if (ContainsKey(name))
            throw new ArgumentException($"A module is already called '{name}'.", nameof(name));
        register_module(name, module);
        _list.Add((name, module));
    }

    public bool ContainsKey(string name) => _list.Exists(entry => entry.Name == name);

    public bool Remove(string name)
    {
        register_module(name, null);
        return _list.RemoveAll(entry => entry.Name == name) > 0;
    }

    public IEnumerator<(string, T)> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
