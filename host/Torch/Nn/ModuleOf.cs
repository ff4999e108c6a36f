// Modules by the types of what goes in and what comes out; call runs the hooks around forward.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module of one input.</summary>
        public abstract class Module<T, TResult> : Module, IModule<T, TResult>
        {
            private readonly Hooks<Action<Module<T, TResult>, T>> _before = new();
            private readonly Hooks<Action<Module<T, TResult>, T, TResult>> _after = new();

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
                    hook(this, input);
                var result = forward(input);
                foreach (var hook in _after.All)
                    hook(this, input, result);
                return result;
            }

            /// <summary>Runs before every call, until the result is disposed of.</summary>
            public IDisposable register_forward_pre_hook(Action<Module<T, TResult>, T> hook) => _before.Add(hook);

            /// <summary>Runs after every call, until the result is disposed of.</summary>
            public IDisposable register_forward_hook(Action<Module<T, TResult>, T, TResult> hook) => _after.Add(hook);
        }

        /// <summary>A module of two inputs.</summary>
        public abstract class Module<T1, T2, TResult> : Module
        {
            private readonly Hooks<Action<Module<T1, T2, TResult>, T1, T2>> _before = new();
            private readonly Hooks<Action<Module<T1, T2, TResult>, T1, T2, TResult>> _after = new();

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
                    hook(this, input1, input2);
                var result = forward(input1, input2);
                foreach (var hook in _after.All)
                    hook(this, input1, input2, result);
                return result;
            }

            /// <summary>Runs before every call, until the result is disposed of.</summary>
            public IDisposable register_forward_pre_hook(Action<Module<T1, T2, TResult>, T1, T2> hook) => _before.Add(hook);

            /// <summary>Runs after every call, until the result is disposed of.</summary>
            public IDisposable register_forward_hook(Action<Module<T1, T2, TResult>, T1, T2, TResult> hook) => _after.Add(hook);
        }

        /// <summary>A module of three inputs.</summary>
        public abstract class Module<T1, T2, T3, TResult> : Module
        {
            private readonly Hooks<Action<Module<T1, T2, T3, TResult>, T1, T2, T3>> _before = new();
            private readonly Hooks<Action<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult>> _after = new();

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
                    hook(this, input1, input2, input3);
                var result = forward(input1, input2, input3);
                foreach (var hook in _after.All)
                    hook(this, input1, input2, input3, result);
                return result;
            }

            /// <summary>Runs before every call, until the result is disposed of.</summary>
            public IDisposable register_forward_pre_hook(Action<Module<T1, T2, T3, TResult>, T1, T2, T3> hook) => _before.Add(hook);

            /// <summary>Runs after every call, until the result is disposed of.</summary>
            public IDisposable register_forward_hook(Action<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult> hook) => _after.Add(hook);
        }

        /// <summary>A module of four inputs.</summary>
        public abstract class Module<T1, T2, T3, T4, TResult> : Module
        {
            private readonly Hooks<Action<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4>> _before = new();
            private readonly Hooks<Action<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, TResult>> _after = new();

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
                    hook(this, input1, input2, input3, input4);
                var result = forward(input1, input2, input3, input4);
                foreach (var hook in _after.All)
                    hook(this, input1, input2, input3, input4, result);
                return result;
            }

            /// <summary>Runs before every call, until the result is disposed of.</summary>
            public IDisposable register_forward_pre_hook(Action<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4> hook) => _before.Add(hook);

            /// <summary>Runs after every call, until the result is disposed of.</summary>
            public IDisposable register_forward_hook(Action<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, TResult> hook) => _after.Add(hook);
        }

        /// <summary>A module of five inputs.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, TResult> : Module
        {
            private readonly Hooks<Action<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5>> _before = new();
            private readonly Hooks<Action<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, TResult>> _after = new();

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
                    hook(this, input1, input2, input3, input4, input5);
                var result = forward(input1, input2, input3, input4, input5);
                foreach (var hook in _after.All)
                    hook(this, input1, input2, input3, input4, input5, result);
                return result;
            }

            /// <summary>Runs before every call, until the result is disposed of.</summary>
            public IDisposable register_forward_pre_hook(Action<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5> hook) => _before.Add(hook);

            /// <summary>Runs after every call, until the result is disposed of.</summary>
            public IDisposable register_forward_hook(Action<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, TResult> hook) => _after.Add(hook);
        }

        /// <summary>A module of six inputs.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, T6, TResult> : Module
        {
            private readonly Hooks<Action<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6>> _before = new();
            private readonly Hooks<Action<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, TResult>> _after = new();

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
                    hook(this, input1, input2, input3, input4, input5, input6);
                var result = forward(input1, input2, input3, input4, input5, input6);
                foreach (var hook in _after.All)
                    hook(this, input1, input2, input3, input4, input5, input6, result);
                return result;
            }

            /// <summary>Runs before every call, until the result is disposed of.</summary>
            public IDisposable register_forward_pre_hook(Action<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6> hook) => _before.Add(hook);

            /// <summary>Runs after every call, until the result is disposed of.</summary>
            public IDisposable register_forward_hook(Action<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, TResult> hook) => _after.Add(hook);
        }
    }
}
