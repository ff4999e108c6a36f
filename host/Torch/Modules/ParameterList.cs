// Parameters under their positions.
using System.Collections;
using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Parameters called 0, 1, 2 … in the state.</summary>
public class ParameterList : nn.Module, IEnumerable<Parameter>
{
    private readonly List<Parameter> _list = [];

    public ParameterList(params IEnumerable<Parameter> parameters)
        : base(nameof(ParameterList))
    {
        foreach (var parameter in parameters)
            Add(parameter);
    }

    public int Count => _list.Count;

    public Parameter this[int index]
    {
        get => _list[index];
        set
        {
            _list[index] = value;
            register_parameter(index.ToString(CultureInfo.InvariantCulture), value);
        }
    }

    public void Add(Parameter item)
    {
        register_parameter(_list.Count.ToString(CultureInfo.InvariantCulture), item);
        _list.Add(item);
    }

    public void append(Parameter item) => Add(item);

    public void extend(IEnumerable<Parameter> items)
    {
        foreach (var item in items)
            Add(item);
    }

    public IEnumerator<Parameter> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
