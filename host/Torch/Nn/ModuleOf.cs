// A module by the types of what goes in and what comes out; call runs the hooks around forward. Those of more inputs are in
// Generated/Modules.cs.
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
    }
}
