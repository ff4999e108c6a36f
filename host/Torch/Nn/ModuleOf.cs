// Modules by the types of what goes in and what comes out; call runs the hooks around forward.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module of one input.</summary>
        public abstract class Module<T, TResult> : Module, IModule<T, TResult>
        {
            private readonly Hooks<Func<Module<T, TResult>, T, T>> _before = new();
            private readonly Hooks<Func<Module<T, TResult>, T, TResult, TResult>> _after = new();

            protected Module(string name)
                : base(name)
            {
            }

            protected Module()
            {
            }

            public abstract TResult forward(T input);

            public TResult call(T input)
            {
                if (_before.IsEmpty && _after.IsEmpty)
                    return forward(input);
                foreach (var hook in _before.All)
                    input = hook(this, input);
                var result = forward(input);
                foreach (var hook in _after.All)
                    result = hook(this, input, result);
                return result;
            }

            /// <summary>Runs before every call and gives the input, until the result is removed or disposed of.</summary>
            public HookRemover register_forward_pre_hook(Func<Module<T, TResult>, T, T> hook) => _before.Add(hook);

            public HookRemover register_forward_pre_hook(Action<Module<T, TResult>, T> hook) => _before.Add((module, input) =>
            {
                hook(module, input);
                return input;
            });

            public HookRemover register_forward_pre_hook(Action<Module> hook) => register_forward_pre_hook((module, _) => hook(module));

            /// <summary>Runs after every call and gives the result, until what it returned is removed or disposed of.</summary>
            public HookRemover register_forward_hook(Func<Module<T, TResult>, T, TResult, TResult> hook) => _after.Add(hook);

            public HookRemover register_forward_hook(Action<Module<T, TResult>, T, TResult> hook) => _after.Add((module, input, result) =>
            {
                hook(module, input, result);
                return result;
            });

            public HookRemover register_forward_hook(Action<Module> hook) => register_forward_hook((module, _, _) => hook(module));
        }

        /// <summary>A module of two inputs.</summary>
        public abstract class Module<T1, T2, TResult> : Module, IModule<T1, T2, TResult>
        {
            private readonly Hooks<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>> _before = new();
            private readonly Hooks<Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>> _after = new();

            protected Module(string name)
                : base(name)
            {
            }

            protected Module()
            {
            }

            public abstract TResult forward(T1 input1, T2 input2);

            public TResult call(T1 input1, T2 input2)
            {
                if (_before.IsEmpty && _after.IsEmpty)
                    return forward(input1, input2);
                foreach (var hook in _before.All)
                    if (hook(this, input1, input2) is { } changed)
                        (input1, input2) = changed;
                var result = forward(input1, input2);
                foreach (var hook in _after.All)
                    result = hook(this, input1, input2, result);
                return result;
            }

            /// <summary>Runs before every call and gives the inputs, or null for those it got, until the result is removed or disposed of.</summary>
            public HookRemover register_forward_pre_hook(Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?> hook) => _before.Add(hook);

            public HookRemover register_forward_pre_hook(Action<Module<T1, T2, TResult>, T1, T2> hook) => _before.Add((module, input1, input2) =>
            {
                hook(module, input1, input2);
                return null;
            });

            public HookRemover register_forward_pre_hook(Action<Module> hook) => register_forward_pre_hook((module, _, _) => hook(module));

            /// <summary>Runs after every call and gives the result, until what it returned is removed or disposed of.</summary>
            public HookRemover register_forward_hook(Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult> hook) => _after.Add(hook);

            public HookRemover register_forward_hook(Action<Module<T1, T2, TResult>, T1, T2, TResult> hook) => _after.Add((module, input1, input2, result) =>
            {
                hook(module, input1, input2, result);
                return result;
            });

            public HookRemover register_forward_hook(Action<Module> hook) => register_forward_hook((module, _, _, _) => hook(module));
        }

        /// <summary>A module of three inputs.</summary>
        public abstract class Module<T1, T2, T3, TResult> : Module, IModule<T1, T2, T3, TResult>
        {
            private readonly Hooks<Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>> _before = new();
            private readonly Hooks<Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>> _after = new();

            protected Module(string name)
                : base(name)
            {
            }

            protected Module()
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            public TResult call(T1 input1, T2 input2, T3 input3)
            {
                if (_before.IsEmpty && _after.IsEmpty)
                    return forward(input1, input2, input3);
                foreach (var hook in _before.All)
                    if (hook(this, input1, input2, input3) is { } changed)
                        (input1, input2, input3) = changed;
                var result = forward(input1, input2, input3);
                foreach (var hook in _after.All)
                    result = hook(this, input1, input2, input3, result);
                return result;
            }

            /// <summary>Runs before every call and gives the inputs, or null for those it got, until the result is removed or disposed of.</summary>
            public HookRemover register_forward_pre_hook(Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?> hook) => _before.Add(hook);

            public HookRemover register_forward_pre_hook(Action<Module<T1, T2, T3, TResult>, T1, T2, T3> hook) => _before.Add((module, input1, input2, input3) =>
            {
                hook(module, input1, input2, input3);
                return null;
            });

            public HookRemover register_forward_pre_hook(Action<Module> hook) => register_forward_pre_hook((module, _, _, _) => hook(module));

            /// <summary>Runs after every call and gives the result, until what it returned is removed or disposed of.</summary>
            public HookRemover register_forward_hook(Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult> hook) => _after.Add(hook);

            public HookRemover register_forward_hook(Action<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult> hook) => _after.Add((module, input1, input2, input3, result) =>
            {
                hook(module, input1, input2, input3, result);
                return result;
            });

            public HookRemover register_forward_hook(Action<Module> hook) => register_forward_hook((module, _, _, _, _) => hook(module));
        }

        /// <summary>A module of four inputs.</summary>
        public abstract class Module<T1, T2, T3, T4, TResult> : Module, IModule<T1, T2, T3, T4, TResult>
        {
            private readonly Hooks<Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, (T1, T2, T3, T4)?>> _before = new();
            private readonly Hooks<Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, TResult, TResult>> _after = new();

            protected Module(string name)
                : base(name)
            {
            }

            protected Module()
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4);

            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4)
            {
                if (_before.IsEmpty && _after.IsEmpty)
                    return forward(input1, input2, input3, input4);
                foreach (var hook in _before.All)
                    if (hook(this, input1, input2, input3, input4) is { } changed)
                        (input1, input2, input3, input4) = changed;
                var result = forward(input1, input2, input3, input4);
                foreach (var hook in _after.All)
                    result = hook(this, input1, input2, input3, input4, result);
                return result;
            }

            /// <summary>Runs before every call and gives the inputs, or null for those it got, until the result is removed or disposed of.</summary>
            public HookRemover register_forward_pre_hook(Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, (T1, T2, T3, T4)?> hook) => _before.Add(hook);

            public HookRemover register_forward_pre_hook(Action<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4> hook) => _before.Add((module, input1, input2, input3, input4) =>
            {
                hook(module, input1, input2, input3, input4);
                return null;
            });

            public HookRemover register_forward_pre_hook(Action<Module> hook) => register_forward_pre_hook((module, _, _, _, _) => hook(module));

            /// <summary>Runs after every call and gives the result, until what it returned is removed or disposed of.</summary>
            public HookRemover register_forward_hook(Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, TResult, TResult> hook) => _after.Add(hook);

            public HookRemover register_forward_hook(Action<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, TResult> hook) => _after.Add((module, input1, input2, input3, input4, result) =>
            {
                hook(module, input1, input2, input3, input4, result);
                return result;
            });

            public HookRemover register_forward_hook(Action<Module> hook) => register_forward_hook((module, _, _, _, _, _) => hook(module));
        }

        /// <summary>A module of five inputs.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, TResult> : Module, IModule<T1, T2, T3, T4, T5, TResult>
        {
            private readonly Hooks<Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)?>> _before = new();
            private readonly Hooks<Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, TResult, TResult>> _after = new();

            protected Module(string name)
                : base(name)
            {
            }

            protected Module()
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);

            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5)
            {
                if (_before.IsEmpty && _after.IsEmpty)
                    return forward(input1, input2, input3, input4, input5);
                foreach (var hook in _before.All)
                    if (hook(this, input1, input2, input3, input4, input5) is { } changed)
                        (input1, input2, input3, input4, input5) = changed;
                var result = forward(input1, input2, input3, input4, input5);
                foreach (var hook in _after.All)
                    result = hook(this, input1, input2, input3, input4, input5, result);
                return result;
            }

            /// <summary>Runs before every call and gives the inputs, or null for those it got, until the result is removed or disposed of.</summary>
            public HookRemover register_forward_pre_hook(Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)?> hook) => _before.Add(hook);

            public HookRemover register_forward_pre_hook(Action<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5> hook) => _before.Add((module, input1, input2, input3, input4, input5) =>
            {
                hook(module, input1, input2, input3, input4, input5);
                return null;
            });

            public HookRemover register_forward_pre_hook(Action<Module> hook) => register_forward_pre_hook((module, _, _, _, _, _) => hook(module));

            /// <summary>Runs after every call and gives the result, until what it returned is removed or disposed of.</summary>
            public HookRemover register_forward_hook(Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, TResult, TResult> hook) => _after.Add(hook);

            public HookRemover register_forward_hook(Action<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, TResult> hook) => _after.Add((module, input1, input2, input3, input4, input5, result) =>
            {
                hook(module, input1, input2, input3, input4, input5, result);
                return result;
            });

            public HookRemover register_forward_hook(Action<Module> hook) => register_forward_hook((module, _, _, _, _, _, _) => hook(module));
        }

        /// <summary>A module of six inputs.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, T6, TResult> : Module, IModule<T1, T2, T3, T4, T5, T6, TResult>
        {
            private readonly Hooks<Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6)?>> _before = new();
            private readonly Hooks<Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, TResult, TResult>> _after = new();

            protected Module(string name)
                : base(name)
            {
            }

            protected Module()
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);

            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6)
            {
                if (_before.IsEmpty && _after.IsEmpty)
                    return forward(input1, input2, input3, input4, input5, input6);
                foreach (var hook in _before.All)
                    if (hook(this, input1, input2, input3, input4, input5, input6) is { } changed)
                        (input1, input2, input3, input4, input5, input6) = changed;
                var result = forward(input1, input2, input3, input4, input5, input6);
                foreach (var hook in _after.All)
                    result = hook(this, input1, input2, input3, input4, input5, input6, result);
                return result;
            }

            /// <summary>Runs before every call and gives the inputs, or null for those it got, until the result is removed or disposed of.</summary>
            public HookRemover register_forward_pre_hook(Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6)?> hook) => _before.Add(hook);

            public HookRemover register_forward_pre_hook(Action<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6> hook) => _before.Add((module, input1, input2, input3, input4, input5, input6) =>
            {
                hook(module, input1, input2, input3, input4, input5, input6);
                return null;
            });

            public HookRemover register_forward_pre_hook(Action<Module> hook) => register_forward_pre_hook((module, _, _, _, _, _, _) => hook(module));

            /// <summary>Runs after every call and gives the result, until what it returned is removed or disposed of.</summary>
            public HookRemover register_forward_hook(Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, TResult, TResult> hook) => _after.Add(hook);

            public HookRemover register_forward_hook(Action<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, TResult> hook) => _after.Add((module, input1, input2, input3, input4, input5, input6, result) =>
            {
                hook(module, input1, input2, input3, input4, input5, input6, result);
                return result;
            });

            public HookRemover register_forward_hook(Action<Module> hook) => register_forward_hook((module, _, _, _, _, _, _, _) => hook(module));
        }
    }
}
