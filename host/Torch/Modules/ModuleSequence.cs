// The order of the modules in a sequence of whatever number of inputs. The modules themselves are in the owner's tree, so that one which
// is replaced there is replaced here.
using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

internal sealed class ModuleSequence
{
    private readonly List<string> _names = [];

    internal int Count => _names.Count;

    internal nn.Module At(nn.Module owner, int index) => owner.get_submodule(_names[index])!;

    internal void Add(nn.Module owner, string name, nn.Module module)
    {
        owner.register_module(name, module);
        if (!_names.Contains(name))
            _names.Add(name);
    }

    // A part of a sequence keeps the names of its modules, so that its next number may be taken.
    internal void Add(nn.Module owner, nn.Module module)
    {
        var number = Count;
        while (_names.Contains(number.ToString(CultureInfo.InvariantCulture)))
            number++;
        Add(owner, number.ToString(CultureInfo.InvariantCulture), module);
    }

    /// <summary>The owner once more, with the modules from start to before end alone; <paramref name="order"/> is theirs.</summary>
    internal nn.Module Part(nn.Module owner, int start, int end, out ModuleSequence order)
    {
        if (start < 0 || start > Count || end < 0 || end > Count)
            throw new IndexOutOfRangeException($"{owner.GetName()} has {Count} modules; {start} to {end} is not within.");
        order = new ModuleSequence();
        order._names.AddRange(_names.Take(end).Skip(start));
        var kept = order._names;
        return owner.WithChildren(name => kept.Contains(name) || !_names.Contains(name));
    }
}
