// Modules under names of their own.
using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules by name, in the order in which they were added.</summary>
public class ModuleDict<T> : nn.Module, IEnumerable<(string, T)> where T : nn.Module
{
    // A dictionary, so that a module can be replaced by its path.
    private readonly OrderedDictionary<string, T> _modules = [];

    public ModuleDict(params IEnumerable<(string name, T module)> modules)
        : base(nameof(ModuleDict<T>))
    {
        foreach (var (name, module) in modules)
            Add(name, module);
    }

    public int Count => _modules.Count;

    public IEnumerable<string> Keys => _modules.Keys;

    public IEnumerable<T> Values => _modules.Values;

    public T this[string name]
    {
        get => _modules.TryGetValue(name, out var module) ? module : throw new KeyNotFoundException($"No module is called '{name}'; there are {string.Join(", ", Keys)}.");
        set
        {
            _modules[name] = value;
            register_module(name, value);
        }
    }

    public void Add(string name, T module)
    {
        if (ContainsKey(name))
            throw new ArgumentException($"A module is already called '{name}'.", nameof(name));
        register_module(name, module);
        _modules.Add(name, module);
    }

    public void Add((string name, T module) item) => Add(item.name, item.module);

    public IEnumerable<string> keys() => Keys;

    public IEnumerable<T> values() => Values;

    public IEnumerator<(string, T)> items() => GetEnumerator();

    /// <summary>The pair at a position.</summary>
    public (string, T) this[int index] => _modules.GetAt(index) is var entry ? (entry.Key, entry.Value) : default;

    public bool TryGetValue(string name, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T module) => _modules.TryGetValue(name, out module);

    public void clear()
    {
        foreach (var name in _modules.Keys.ToList())
            Remove(name);
    }

    public bool ContainsKey(string name) => _modules.ContainsKey(name);

    public bool Remove(string name)
    {
        register_module(name, null);
        return _modules.Remove(name);
    }

    public IEnumerator<(string, T)> GetEnumerator() => _modules.Select(entry => (entry.Key, entry.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
