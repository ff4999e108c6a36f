// The bases of modules that have no parameters and no buffers, and so nothing to move.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A module without parameters and buffers.</summary>
public interface IParameterLessModule;

/// <summary>A module of one input without parameters and buffers.</summary>
public abstract class ParameterLessModule<T1, TResult>(string name) : nn.Module<T1, TResult>(name), IParameterLessModule
{
    public override void register_buffer(string name, Tensor? tensor, bool persistent = true) => throw ParameterLess.Refuse(this, "buffer", name);

    public override void register_parameter(string name, Parameter? param) => throw ParameterLess.Refuse(this, "parameter", name);

    public override void register_module(string name, nn.Module? submodule)
    {
        if (submodule is not null and not IParameterLessModule)
            throw ParameterLess.Refuse(this, "module that may have parameters", name);
        base.register_module(name, submodule);
    }
}

/// <summary>A module of two inputs without parameters and buffers.</summary>
public abstract class ParameterLessModule<T1, T2, TResult>(string name) : nn.Module<T1, T2, TResult>(name), IParameterLessModule
{
    public override void register_buffer(string name, Tensor? tensor, bool persistent = true) => throw ParameterLess.Refuse(this, "buffer", name);

    public override void register_parameter(string name, Parameter? param) => throw ParameterLess.Refuse(this, "parameter", name);

    public override void register_module(string name, nn.Module? submodule)
    {
        if (submodule is not null and not IParameterLessModule)
            throw ParameterLess.Refuse(this, "module that may have parameters", name);
        base.register_module(name, submodule);
    }
}

/// <summary>A module of three inputs without parameters and buffers.</summary>
public abstract class ParameterLessModule<T1, T2, T3, TResult>(string name) : nn.Module<T1, T2, T3, TResult>(name), IParameterLessModule
{
    public override void register_buffer(string name, Tensor? tensor, bool persistent = true) => throw ParameterLess.Refuse(this, "buffer", name);

    public override void register_parameter(string name, Parameter? param) => throw ParameterLess.Refuse(this, "parameter", name);

    public override void register_module(string name, nn.Module? submodule)
    {
        if (submodule is not null and not IParameterLessModule)
            throw ParameterLess.Refuse(this, "module that may have parameters", name);
        base.register_module(name, submodule);
    }
}

/// <summary>A module of four inputs without parameters and buffers.</summary>
public abstract class ParameterLessModule<T1, T2, T3, T4, TResult>(string name) : nn.Module<T1, T2, T3, T4, TResult>(name), IParameterLessModule
{
    public override void register_buffer(string name, Tensor? tensor, bool persistent = true) => throw ParameterLess.Refuse(this, "buffer", name);

    public override void register_parameter(string name, Parameter? param) => throw ParameterLess.Refuse(this, "parameter", name);

    public override void register_module(string name, nn.Module? submodule)
    {
        if (submodule is not null and not IParameterLessModule)
            throw ParameterLess.Refuse(this, "module that may have parameters", name);
        base.register_module(name, submodule);
    }
}

/// <summary>A module of five inputs without parameters and buffers.</summary>
public abstract class ParameterLessModule<T1, T2, T3, T4, T5, TResult>(string name) : nn.Module<T1, T2, T3, T4, T5, TResult>(name), IParameterLessModule
{
    public override void register_buffer(string name, Tensor? tensor, bool persistent = true) => throw ParameterLess.Refuse(this, "buffer", name);

    public override void register_parameter(string name, Parameter? param) => throw ParameterLess.Refuse(this, "parameter", name);

    public override void register_module(string name, nn.Module? submodule)
    {
        if (submodule is not null and not IParameterLessModule)
            throw ParameterLess.Refuse(this, "module that may have parameters", name);
        base.register_module(name, submodule);
    }
}

/// <summary>A module of six inputs without parameters and buffers.</summary>
public abstract class ParameterLessModule<T1, T2, T3, T4, T5, T6, TResult>(string name) : nn.Module<T1, T2, T3, T4, T5, T6, TResult>(name), IParameterLessModule
{
    public override void register_buffer(string name, Tensor? tensor, bool persistent = true) => throw ParameterLess.Refuse(this, "buffer", name);

    public override void register_parameter(string name, Parameter? param) => throw ParameterLess.Refuse(this, "parameter", name);

    public override void register_module(string name, nn.Module? submodule)
    {
        if (submodule is not null and not IParameterLessModule)
            throw ParameterLess.Refuse(this, "module that may have parameters", name);
        base.register_module(name, submodule);
    }
}

internal static class ParameterLess
{
    internal static InvalidOperationException Refuse(nn.Module module, string what, string name) =>
        new($"{module.GetName()} is declared without parameters and takes no {what} ('{name}').");
}
