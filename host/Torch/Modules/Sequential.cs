// Modules one after the other.
using System.Collections;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Calls its modules in order; unnamed ones are called 0, 1, 2 …</summary>
public sealed class Sequential : Module<Tensor, Tensor>, IEnumerable<Module<Tensor, Tensor>>
{
    private readonly List<Module<Tensor, Tensor>> _modules = [];

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

    public Sequential Add(Module<Tensor, Tensor> module) => Add(_modules.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), module);

    public Sequential Add(string name, Module<Tensor, Tensor> module)
    {
        _modules.Add(module);
        register_module(name, module);
        return this;
    }

    public Sequential append(Module<Tensor, Tensor> module) => Add(module);

    public Sequential append(string name, Module<Tensor, Tensor> module) => Add(name, module);

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
