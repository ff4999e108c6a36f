// One row of a dataset, before it is part of a batch.
namespace PluginHost;

/// <summary>
/// One row of a dataset: plain values by name. A value is a <see cref="string"/>, a <see cref="long"/>, a <see cref="double"/>, a
/// <c>long[]</c> (ids), a <c>float[]</c>, a <c>byte[]</c> or an <see cref="ImageData"/>.
/// </summary>
public sealed class Example
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    /// <summary>The names that have a value.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>The value of a name.</summary>
    /// <exception cref="PluginHostException">There is none; the message lists what there is.</exception>
    public object this[string name]
    {
        get => _values.TryGetValue(name, out var value)
            ? value
            : throw new PluginHostException($"The row has no \"{name}\"; it has: {string.Join(", ", _values.Keys)}.");
        set => _values[name] = value;
    }

    /// <summary>The value of a name as a type.</summary>
    /// <exception cref="PluginHostException">There is none, or it is of another type.</exception>
    public T Get<T>(string name) => this[name] is T value
        ? value
        : throw new PluginHostException($"The row's \"{name}\" is a {this[name].GetType().Name}, not a {typeof(T).Name}.");

    /// <summary>Whether a name has a value.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>A copy of this row with one value set; this row is unchanged.</summary>
    public Example With(string name, object value)
    {
        var copy = new Example();
        foreach (var (key, held) in _values) copy._values[key] = held;
        copy._values[name] = value;
        return copy;
    }

    /// <summary>A copy of this row without a name.</summary>
    public Example Without(string name)
    {
        var copy = new Example();
        foreach (var (key, held) in _values)
            if (key != name)
                copy._values[key] = held;
        return copy;
    }
}
