// Modules and sequences of two inputs and more: the same text for every number of inputs.
namespace PluginHost.TorchGenerator;

/// <summary>Emits <c>nn.Module&lt;T1, T2, TResult&gt;</c> and <c>Modules.Sequential&lt;T1, T2, TResult&gt;</c> up to six inputs.</summary>
public static class ArityEmitter
{
    private static readonly string[] s_words = ["no inputs", "one input", "two inputs", "three inputs", "four inputs", "five inputs", "six inputs"];

    /// <summary>The modules of two to six inputs; that of one input, whose hooks differ, is written by hand.</summary>
    public static IEnumerable<string> Modules() => Enumerable.Range(2, 5).Select(Module);

    /// <summary>The sequences of one to six inputs.</summary>
    public static IEnumerable<string> Sequences() => Enumerable.Range(1, 6).Select(Sequence);

    private static string Numbered(string name, int count, string between = ", ") => string.Join(between, Enumerable.Range(1, count).Select(i => name + i));

    private static string Module(int count)
    {
        var types = Numbered("T", count);
        var inputs = Numbered("input", count);
        var parameters = string.Join(", ", Enumerable.Range(1, count).Select(i => $"T{i} input{i}"));
        var ignored = string.Join(", ", Enumerable.Repeat("_", count));
        var module = $"Module<{types}, TResult>";
        return $$"""
            /// <summary>A module of {{s_words[count]}}.</summary>
            public abstract class {{module}} : Module, I{{module}}
            {
                private readonly Hooks<Func<{{module}}, {{types}}, ({{types}})?>> _before = new();
                private readonly Hooks<Func<{{module}}, {{types}}, TResult, TResult>> _after = new();

                protected Module(string name)
                    : base(name)
                {
                }

                protected Module()
                {
                }

                public abstract TResult forward({{parameters}});

                public TResult call({{parameters}})
                {
                    if (_before.IsEmpty && _after.IsEmpty)
                        return forward({{inputs}});
                    foreach (var hook in _before.All)
                        if (hook(this, {{inputs}}) is { } changed)
                            ({{inputs}}) = changed;
                    var result = forward({{inputs}});
                    foreach (var hook in _after.All)
                        result = hook(this, {{inputs}}, result);
                    return result;
                }

                /// <summary>Runs before every call and gives the inputs, or null for those it got, until the result is removed or disposed of.</summary>
                public HookRemover register_forward_pre_hook(Func<{{module}}, {{types}}, ({{types}})?> hook) => _before.Add(hook);

                public HookRemover register_forward_pre_hook(Action<{{module}}, {{types}}> hook) => _before.Add((module, {{inputs}}) =>
                {
                    hook(module, {{inputs}});
                    return null;
                });

                public HookRemover register_forward_pre_hook(Action<Module> hook) => register_forward_pre_hook((module, {{ignored}}) => hook(module));

                /// <summary>Runs after every call and gives the result, until what it returned is removed or disposed of.</summary>
                public HookRemover register_forward_hook(Func<{{module}}, {{types}}, TResult, TResult> hook) => _after.Add(hook);

                public HookRemover register_forward_hook(Action<{{module}}, {{types}}, TResult> hook) => _after.Add((module, {{inputs}}, result) =>
                {
                    hook(module, {{inputs}}, result);
                    return result;
                });

                public HookRemover register_forward_hook(Action<Module> hook) => register_forward_hook((module, {{ignored}}, _) => hook(module));
            }
            """;
    }

    private static string Sequence(int count)
    {
        var types = (count == 1 ? "T" : Numbered("T", count)) + ", TResult";
        var sequence = $"Sequential<{types}>";
        return $$"""
            /// <summary>Modules of any type in order, of {{s_words[count]}} in all; unnamed ones are called 0, 1, 2 … A derived class writes forward.</summary>
            public abstract class {{sequence}} : nn.Module<{{types}}>
            {
                private ModuleSequence _order = new();

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

                public int Count => _order.Count;

                public nn.Module this[int index] => _order.At(this, index);

                /// <summary>The modules from start to before end, as <see cref="Slice"/> gives them.</summary>
                public {{sequence}} this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

                /// <inheritdoc cref="this[ValueTuple{int?, int?}]"/>
                public {{sequence}} this[Range index] => this[(index.Start.GetOffset(Count), index.End.GetOffset(Count))];

                public {{sequence}} append(string name, nn.Module module)
                {
                    Add(name, module);
                    return this;
                }

                public {{sequence}} append(nn.Module module)
                {
                    Add(module);
                    return this;
                }

                protected internal void Add(string name, nn.Module module) => _order.Add(this, name, module);

                protected internal void Add(nn.Module module) => _order.Add(this, module);

                /// <summary>
                /// A sequence of the derived class with the modules from start to before end under the names they have here. It shares them, and
                /// everything else that this one holds, with this one, and its constructor does not run: a class that keeps more about its
                /// modules than their order overrides this.
                /// </summary>
                /// <exception cref="IndexOutOfRangeException">There are fewer modules than that.</exception>
                protected virtual {{sequence}} Slice(int start, int end)
                {
                    var part = ({{sequence}})_order.Part(this, start, end, out var order);
                    part._order = order;
                    return part;
                }
            }
            """;
    }
}
