// The base of every model: a tree of named parameters, buffers and children.
using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// A part of a model. Assign parameters and children to fields and call <see cref="RegisterComponents"/>, or register them by name.
        /// Names are PyTorch's: "transformer.h.0.attn.c_attn.weight".
        /// </summary>
        public abstract partial class Module : IDisposable
        {
            private readonly Entries<Parameter> _parameters = new();
            private readonly Entries<Tensor> _buffers = new();
            private readonly HashSet<string> _temporary = [];
            private Entries<Module> _children = new();
            private bool _disposed;

            protected Module(string name) => Name = name;

            protected Module()
                : this("")
            {
                Name = GetType().Name;
            }

            /// <summary>What the module calls itself in messages; it is no part of parameters' names.</summary>
            public string Name { get; }

            /// <summary>True while the module trains: dropout drops, batch norm measures.</summary>
            public virtual bool training { get; private set; } = true;

            public virtual string GetName() => Name;

            /// <summary>Registers every field that holds a parameter, a module or a tensor under the field's name (or its <see cref="ComponentNameAttribute"/>).</summary>
            protected virtual void RegisterComponents()
            {
                for (var type = GetType(); type is not null && type != typeof(Module); type = type.BaseType)
                {
                    foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                    {
                        if (!typeof(Module).IsAssignableFrom(field.FieldType) && !typeof(Tensor).IsAssignableFrom(field.FieldType))
                            continue;
                        var name = NameOf(field);
                        if (Known(name))
                            continue;
                        switch (field.GetValue(this))
                        {
                            case Module child:
                                if (!_children.Values.Any(known => ReferenceEquals(known, child)) || typeof(Module).IsAssignableFrom(field.FieldType))
                                    register_module(name, child);
                                break;
                            case Parameter parameter: register_parameter(name, parameter); break;
                            case Tensor buffer: register_buffer(name, buffer); break;
                        }
                    }
                }
            }

            private bool Known(string name) => _parameters.Contains(name) || _buffers.Contains(name) || _children.Contains(name);

            private static string NameOf(FieldInfo field)
            {
                if (field.GetCustomAttribute<ComponentNameAttribute>() is { Name.Length: > 0 } given)
                    return given.Name;
                // <Weight>k__BackingField is the property Weight.
                return field.IsDefined(typeof(CompilerGeneratedAttribute)) && field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>')] : field.Name;
            }

            public virtual void register_module(string name, Module? submodule)
            {
                CheckName(name);
                if (submodule is null)
                    _children.Remove(name);
                else if (_parameters.Contains(name) || _buffers.Contains(name))
                    throw new ArgumentException($"{GetName()}: a parameter or buffer is already called '{name}'.", nameof(name));
                else
                    _children.Set(name, submodule);
            }

            public void register_submodule(string name, Module submodule) => register_module(name, submodule);

            public void add_module(string name, Module submodule) => register_module(name, submodule);

            public virtual void register_parameter(string name, Parameter? param)
            {
                CheckName(name);
                if (param is null)
                {
                    _parameters.Remove(name);
                    return;
                }
                if (_children.Contains(name) || _buffers.Contains(name))
                    throw new ArgumentException($"{GetName()}: a module or buffer is already called '{name}'.", nameof(name));
                _parameters.Set(name, param.DetachFromDisposeScope());
            }

            /// <summary>A tensor that moves with the module and, when persistent, is part of its state, but is not trained.</summary>
            public virtual void register_buffer(string name, Tensor? tensor, bool persistent = true)
            {
                CheckName(name);
                if (tensor is null)
                {
                    _buffers.Remove(name);
                    return;
                }
                if (_children.Contains(name) || _parameters.Contains(name))
                    throw new ArgumentException($"{GetName()}: a module or parameter is already called '{name}'.", nameof(name));
                _buffers.Set(name, tensor.DetachFromDisposeScope());
                if (persistent)
                    _temporary.Remove(name);
                else
                    _temporary.Add(name);
            }

            private void CheckName(string name)
            {
                if (string.IsNullOrEmpty(name) || name.Contains('.', StringComparison.Ordinal))
                    throw new ArgumentException($"{GetName()}: a component's name has no dot and is not empty, got '{name}'.", nameof(name));
            }

            public virtual IEnumerable<(string name, Module module)> named_children()
            {
                foreach (var (name, child) in _children)
                    yield return (name, child);
            }

            public virtual IEnumerable<Module> children() => _children.Values;

            /// <summary>Every module below this one, by its path; this one is not among them.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules() => Everything().Skip(1);

            private IEnumerable<(string name, Module module)> Everything() => Walk("", this, new HashSet<Module>(ReferenceEqualityComparer.Instance));

            private static IEnumerable<(string, Module)> Walk(string prefix, Module module, HashSet<Module> seen)
            {
                if (!seen.Add(module))
                    yield break;
                yield return (prefix, module);
                foreach (var (name, child) in module._children)
                    foreach (var inner in Walk(Join(prefix, name), child, seen))
                        yield return inner;
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            /// <summary>Every parameter once, under the first name that it is found by.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
                foreach (var (prefix, module) in recurse ? Everything() : [("", this)])
                    foreach (var (name, parameter) in module._parameters)
                        if (seen.Add(parameter))
                            yield return (Join(prefix, name), parameter);
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(entry => entry.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var (prefix, module) in recurse ? Everything() : [("", this)])
                    foreach (var (name, buffer) in module._buffers)
                        if (seen.Add(buffer))
                            yield return (Join(prefix, name), buffer);
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true) => named_buffers(recurse).Select(entry => entry.buffer);

            public bool has_parameter(string target) => get_parameter(target) is not null;

            public bool has_buffer(string target) => get_buffer(target) is not null;

            public Parameter? get_parameter(string target) => Owner(target, out var name)?._parameters.Find(name);

            public Tensor? get_buffer(string target) => Owner(target, out var name)?._buffers.Find(name);

            /// <summary>The module under a dotted path, or null; the empty path is this module.</summary>
            public Module? get_submodule(string target)
            {
                ArgumentNullException.ThrowIfNull(target);
                Module? module = this;
                if (target.Length > 0)
                    foreach (var part in target.Split('.'))
                        if ((module = module!._children.Find(part)) is null)
                            return null;
                return module;
            }

            /// <summary>
            /// Puts a module in the place of the one under a dotted path, as PyTorch's <c>set_submodule</c>: in the tree, and in the field,
            /// list or dictionary through which the parent's forward calls it.
            /// </summary>
            /// <exception cref="ArgumentException">There is nothing under the path, or the parent's field cannot hold the new module.</exception>
            public void set_submodule(string target, Module module)
            {
                ArgumentNullException.ThrowIfNull(module);
                var owner = Owner(target, out var name);
                if (owner?._children.Find(name) is not { } old)
                    throw new ArgumentException($"{GetName()} has no module '{target}'.", nameof(target));
                SubmoduleReplacement.Replace(owner, name, old, module);
                owner._children.Set(name, module);
            }

            private Module? Owner(string target, out string name)
            {
                ArgumentNullException.ThrowIfNull(target);
                var dot = target.LastIndexOf('.');
                name = target[(dot + 1)..];
                return dot < 0 ? this : get_submodule(target[..dot]);
            }

            public virtual void train(bool on = true)
            {
                foreach (var (_, module) in Everything())
                    module.training = on;
            }

            public virtual void eval() => train(false);

            public virtual Module apply(Action<Module> fn)
            {
                foreach (var child in _children.Values)
                    child.apply(fn);
                fn(this);
                return this;
            }

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    if (set_to_none)
                        parameter.grad = null;
                    else if (parameter.grad is { } gradient)
                        using (gradient)
                            gradient.zero_();
                }
            }

            public Module requires_grad_(bool requires_grad = true)
            {
                foreach (var parameter in parameters())
                    parameter.requires_grad = requires_grad;
                return this;
            }

            /// <summary>This module once more, with some of its children only. Both share everything else, and the children.</summary>
            internal Module WithChildren(Func<string, bool> kept)
            {
                var part = (Module)MemberwiseClone();
                part._children = new();
                foreach (var (name, child) in _children)
                    if (kept(name))
                        part._children.Set(name, child);
                return part;
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || _disposed)
                    return;
                _disposed = true;
                foreach (var parameter in _parameters.Values)
                    parameter.Dispose();
                foreach (var buffer in _buffers.Values)
                    buffer.Dispose();
                foreach (var child in _children.Values)
                    child.Dispose();
            }

            private static string Join(string? prefix, string name) => string.IsNullOrEmpty(prefix) ? name : prefix + "." + name;
        }
    }
}
