// Modules one after the other.
using System.Collections;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Calls its modules in order; unnamed ones are called 0, 1, 2 …</summary>
public class Sequential : Module<Tensor, Tensor>, IEnumerable<Module<Tensor, Tensor>>
{
    private readonly List<Module<Tensor, Tensor>> _modules = [];
    private readonly List<string> _names = [];

    public Sequential(params IEnumerable<Module<Tensor, Tensor>> modules)
        : base(nameof(Sequential))
    {
        foreach (var module in modules)
            Add(module);
    }

    public Sequential(params IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules)
        : base(nameof(Sequential))
    {
        foreach (var (name, module) in modules)
            Add(name, module);
    }

    public int Count => _modules.Count;

    public Module<Tensor, Tensor> this[int index] => _modules[index];

    /// <summary>The modules from start to before end, which keep their names and are shared.</summary>
    public Sequential this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

    public Sequential this[Range index] => Slice(index.Start.GetOffset(Count), index.End.GetOffset(Count));

    private Sequential Slice(int start, int end)
    {
        if (start < 0 || start > Count || end < 0 || end > Count)
            throw new IndexOutOfRangeException($"Sequential has {Count} modules; {start} to {end} is not within.");
        var part = new Sequential(Array.Empty<Module<Tensor, Tensor>>());
        for (var i = start; i < end; i++)
            part.Add(_names[i], _modules[i]);
        return part;
    }

    public Sequential Add(Module<Tensor, Tensor> module) => Add(_modules.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), module);

    public Sequential Add(string name, Module<Tensor, Tensor> module)
    {
        _modules.Add(module);
        _names.Add(name);
        register_module(name, module);
        return this;
    }

    public Sequential append(IModule<Tensor, Tensor> module) => Add(Checked(module));

    public Sequential append(string name, IModule<Tensor, Tensor> module) => Add(name, Checked(module));

    private static Module<Tensor, Tensor> Checked(IModule<Tensor, Tensor> module) =>
        module as Module<Tensor, Tensor> ?? throw new ArgumentException($"Sequential takes modules from tensor to tensor, got {module?.GetType().Name ?? "null"}.", nameof(module));

    public override Tensor forward(Tensor input)
    {
        var current = input;
        foreach (var module in _modules)
            current = module.call(current);
        return _modules.Count == 0 ? input.alias() : current;
    }

    public IEnumerator<Module<Tensor, Tensor>> GetEnumerator() => _modules.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
