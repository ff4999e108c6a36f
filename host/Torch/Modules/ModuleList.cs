// A list of modules that are parts of the model under their positions.
using System.Collections;
using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules called 0, 1, 2 … in the state; the model's forward decides how they are used.</summary>
public class ModuleList<T> : nn.Module, IList<T>, IReadOnlyList<T> where T : nn.Module
{
    private readonly List<T> _list = [];

    public ModuleList(params IEnumerable<T> modules)
        : base(nameof(ModuleList<T>))
    {
        foreach (var module in modules)
            Add(module);
    }

    public int Count => _list.Count;

    public bool IsReadOnly => false;

    public T this[int index]
    {
        get => _list[index];
        set
        {
            _list[index] = value;
            register_module(index.ToString(CultureInfo.InvariantCulture), value);
        }
    }

    public void Add(T item)
    {
        register_module(_list.Count.ToString(CultureInfo.InvariantCulture), item);
        _list.Add(item);
    }

    public void append(T item) => Add(item);

    public void extend(IEnumerable<T> items)
    {
        foreach (var item in items)
            Add(item);
    }

    public void Insert(int index, T item)
    {
        _list.Insert(index, item);
        Rename();
    }

    public bool Remove(T item)
    {
        var index = _list.IndexOf(item);
        if (index < 0)
            return false;
        RemoveAt(index);
        return true;
    }

    public void RemoveAt(int index)
    {
        register_module((_list.Count - 1).ToString(CultureInfo.InvariantCulture), null);
        _list.RemoveAt(index);
        Rename();
    }

    public void Clear()
    {
        while (_list.Count > 0)
            RemoveAt(_list.Count - 1);
    }

    public bool Contains(T item) => _list.Contains(item);

    public void CopyTo(T[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

    public int IndexOf(T item) => _list.IndexOf(item);

    public IEnumerator<T> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Rename()
    {
        for (var i = 0; i < _list.Count; i++)
            register_module(i.ToString(CultureInfo.InvariantCulture), _list[i]);
    }
}
