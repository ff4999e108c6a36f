// Named components in the order in which they were registered.
using System.Collections;

namespace TorchSharp;

internal sealed class Entries<T> : IEnumerable<(string Name, T Value)> where T : class
{
    private readonly List<(string Name, T Value)> _list = [];

    internal IEnumerable<T> Values => _list.ConvertAll(entry => entry.Value);

    internal bool Contains(string name) => Find(name) is not null;

    internal T? Find(string name)
    {
        foreach (var entry in _list)
            if (entry.Name == name)
                return entry.Value;
        return null;
    }

    internal void Set(string name, T value)
    {
        var index = _list.FindIndex(entry => entry.Name == name);
        if (index >= 0)
            _list[index] = (name, value);
        else
            _list.Add((name, value));
    }

    internal void Remove(string name) => _list.RemoveAll(entry => entry.Name == name);

    public IEnumerator<(string Name, T Value)> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
