// The base of sequences whose modules are of any type; a derived class writes forward.
using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules of any type in order, of one input in all; unnamed ones are called 0, 1, 2 …</summary>
public abstract class Sequential<T, TResult> : nn.Module<T, TResult>
{
    private readonly List<(string Name, nn.Module Module)> _modules = [];

    protected Sequential(params (string name, nn.Module submodule)[] modules)
        : base("Sequential")
    {
        foreach (var (name, module) in modules)
            Add(name, module);
    }

    protected Sequential(params nn.Module[] modules)
        : base("Sequential")
    {
        foreach (var module in modules)
            Add(module);
    }

    public int Count => _modules.Count;

    public nn.Module this[int index] => _modules[index].Module;

    public Sequential<T, TResult> this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

    public Sequential<T, TResult> this[Range index] => this[(index.Start.GetOffset(Count), index.End.GetOffset(Count))];

    public Sequential<T, TResult> append(string name, nn.Module module)
    {
        Add(name, module);
        return this;
    }

    public Sequential<T, TResult> append(nn.Module module)
    {
        Add(module);
        return this;
    }

    protected internal void Add(string name, nn.Module module)
    {
        register_module(name, module);
        _modules.Add((name, module));
    }

    protected internal void Add(nn.Module module) => Add(_modules.Count.ToString(CultureInfo.InvariantCulture), module);

    /// <summary>Modules from start to before end as a sequence of the derived type, which alone can make one.</summary>
    protected virtual Sequential<T, TResult> Slice(int start, int end) => throw new NotImplementedException($"{GetName()} does not say how it is sliced: override Slice.");
}

/// <summary>Modules of any type in order, of two inputs in all; unnamed ones are called 0, 1, 2 …</summary>
public abstract class Sequential<T1, T2, TResult> : nn.Module<T1, T2, TResult>
{
    private readonly List<(string Name, nn.Module Module)> _modules = [];

    protected Sequential(params (string name, nn.Module submodule)[] modules)
        : base("Sequential")
    {
        foreach (var (name, module) in modules)
            Add(name, module);
    }

    protected Sequential(params nn.Module[] modules)
        : base("Sequential")
    {
        foreach (var module in modules)
            Add(module);
    }

    public int Count => _modules.Count;

    public nn.Module this[int index] => _modules[index].Module;

    public Sequential<T1, T2, TResult> this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

    public Sequential<T1, T2, TResult> this[Range index] => this[(index.Start.GetOffset(Count), index.End.GetOffset(Count))];

    public Sequential<T1, T2, TResult> append(string name, nn.Module module)
    {
        Add(name, module);
        return this;
    }

    public Sequential<T1, T2, TResult> append(nn.Module module)
    {
        Add(module);
        return this;
    }

    protected internal void Add(string name, nn.Module module)
    {
        register_module(name, module);
        _modules.Add((name, module));
    }

    protected internal void Add(nn.Module module) => Add(_modules.Count.ToString(CultureInfo.InvariantCulture), module);

    /// <summary>Modules from start to before end as a sequence of the derived type, which alone can make one.</summary>
    protected virtual Sequential<T1, T2, TResult> Slice(int start, int end) => throw new NotImplementedException($"{GetName()} does not say how it is sliced: override Slice.");
}

/// <summary>Modules of any type in order, of three inputs in all; unnamed ones are called 0, 1, 2 …</summary>
public abstract class Sequential<T1, T2, T3, TResult> : nn.Module<T1, T2, T3, TResult>
{
    private readonly List<(string Name, nn.Module Module)> _modules = [];

    protected Sequential(params (string name, nn.Module submodule)[] modules)
        : base("Sequential")
    {
        foreach (var (name, module) in modules)
            Add(name, module);
    }

    protected Sequential(params nn.Module[] modules)
        : base("Sequential")
    {
        foreach (var module in modules)
            Add(module);
    }

    public int Count => _modules.Count;

    public nn.Module this[int index] => _modules[index].Module;

    public Sequential<T1, T2, T3, TResult> this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

    public Sequential<T1, T2, T3, TResult> this[Range index] => this[(index.Start.GetOffset(Count), index.End.GetOffset(Count))];

    public Sequential<T1, T2, T3, TResult> append(string name, nn.Module module)
    {
        Add(name, module);
        return this;
    }

    public Sequential<T1, T2, T3, TResult> append(nn.Module module)
    {
        Add(module);
        return this;
    }

    protected internal void Add(string name, nn.Module module)
    {
        register_module(name, module);
        _modules.Add((name, module));
    }

    protected internal void Add(nn.Module module) => Add(_modules.Count.ToString(CultureInfo.InvariantCulture), module);

    /// <summary>Modules from start to before end as a sequence of the derived type, which alone can make one.</summary>
    protected virtual Sequential<T1, T2, T3, TResult> Slice(int start, int end) => throw new NotImplementedException($"{GetName()} does not say how it is sliced: override Slice.");
}

/// <summary>Modules of any type in order, of four inputs in all; unnamed ones are called 0, 1, 2 …</summary>
public abstract class Sequential<T1, T2, T3, T4, TResult> : nn.Module<T1, T2, T3, T4, TResult>
{
    private readonly List<(string Name, nn.Module Module)> _modules = [];

    protected Sequential(params (string name, nn.Module submodule)[] modules)
        : base("Sequential")
    {
        foreach (var (name, module) in modules)
            Add(name, module);
    }

    protected Sequential(params nn.Module[] modules)
        : base("Sequential")
    {
        foreach (var module in modules)
            Add(module);
    }

    public int Count => _modules.Count;

    public nn.Module this[int index] => _modules[index].Module;

    public Sequential<T1, T2, T3, T4, TResult> this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

    public Sequential<T1, T2, T3, T4, TResult> this[Range index] => this[(index.Start.GetOffset(Count), index.End.GetOffset(Count))];

    public Sequential<T1, T2, T3, T4, TResult> append(string name, nn.Module module)
    {
        Add(name, module);
        return this;
    }

    public Sequential<T1, T2, T3, T4, TResult> append(nn.Module module)
    {
        Add(module);
        return this;
    }

    protected internal void Add(string name, nn.Module module)
    {
        register_module(name, module);
        _modules.Add((name, module));
    }

    protected internal void Add(nn.Module module) => Add(_modules.Count.ToString(CultureInfo.InvariantCulture), module);

    /// <summary>Modules from start to before end as a sequence of the derived type, which alone can make one.</summary>
    protected virtual Sequential<T1, T2, T3, T4, TResult> Slice(int start, int end) => throw new NotImplementedException($"{GetName()} does not say how it is sliced: override Slice.");
}

/// <summary>Modules of any type in order, of five inputs in all; unnamed ones are called 0, 1, 2 …</summary>
public abstract class Sequential<T1, T2, T3, T4, T5, TResult> : nn.Module<T1, T2, T3, T4, T5, TResult>
{
    private readonly List<(string Name, nn.Module Module)> _modules = [];

    protected Sequential(params (string name, nn.Module submodule)[] modules)
        : base("Sequential")
    {
        foreach (var (name, module) in modules)
            Add(name, module);
    }

    protected Sequential(params nn.Module[] modules)
        : base("Sequential")
    {
        foreach (var module in modules)
            Add(module);
    }

    public int Count => _modules.Count;

    public nn.Module this[int index] => _modules[index].Module;

    public Sequential<T1, T2, T3, T4, T5, TResult> this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

    public Sequential<T1, T2, T3, T4, T5, TResult> this[Range index] => this[(index.Start.GetOffset(Count), index.End.GetOffset(Count))];

    public Sequential<T1, T2, T3, T4, T5, TResult> append(string name, nn.Module module)
    {
        Add(name, module);
        return this;
    }

    public Sequential<T1, T2, T3, T4, T5, TResult> append(nn.Module module)
    {
        Add(module);
        return this;
    }

    protected internal void Add(string name, nn.Module module)
    {
        register_module(name, module);
        _modules.Add((name, module));
    }

    protected internal void Add(nn.Module module) => Add(_modules.Count.ToString(CultureInfo.InvariantCulture), module);

    /// <summary>Modules from start to before end as a sequence of the derived type, which alone can make one.</summary>
    protected virtual Sequential<T1, T2, T3, T4, T5, TResult> Slice(int start, int end) => throw new NotImplementedException($"{GetName()} does not say how it is sliced: override Slice.");
}

/// <summary>Modules of any type in order, of six inputs in all; unnamed ones are called 0, 1, 2 …</summary>
public abstract class Sequential<T1, T2, T3, T4, T5, T6, TResult> : nn.Module<T1, T2, T3, T4, T5, T6, TResult>
{
    private readonly List<(string Name, nn.Module Module)> _modules = [];

    protected Sequential(params (string name, nn.Module submodule)[] modules)
        : base("Sequential")
    {
        foreach (var (name, module) in modules)
            Add(name, module);
    }

    protected Sequential(params nn.Module[] modules)
        : base("Sequential")
    {
        foreach (var module in modules)
            Add(module);
    }

    public int Count => _modules.Count;

    public nn.Module this[int index] => _modules[index].Module;

    public Sequential<T1, T2, T3, T4, T5, T6, TResult> this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

    public Sequential<T1, T2, T3, T4, T5, T6, TResult> this[Range index] => this[(index.Start.GetOffset(Count), index.End.GetOffset(Count))];

    public Sequential<T1, T2, T3, T4, T5, T6, TResult> append(string name, nn.Module module)
    {
        Add(name, module);
        return this;
    }

    public Sequential<T1, T2, T3, T4, T5, T6, TResult> append(nn.Module module)
    {
        Add(module);
        return this;
    }

    protected internal void Add(string name, nn.Module module)
    {
        register_module(name, module);
        _modules.Add((name, module));
    }

    protected internal void Add(nn.Module module) => Add(_modules.Count.ToString(CultureInfo.InvariantCulture), module);

    /// <summary>Modules from start to before end as a sequence of the derived type, which alone can make one.</summary>
    protected virtual Sequential<T1, T2, T3, T4, T5, T6, TResult> Slice(int start, int end) => throw new NotImplementedException($"{GetName()} does not say how it is sliced: override Slice.");
}
