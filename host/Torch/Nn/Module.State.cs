// A module's state as tensors by name.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>
            /// Parameters and persistent buffers by name, the tensors themselves, not copies. A tensor that two names share is there under
            /// both, as in PyTorch.
            /// </summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                foreach (var (name, parameter) in _parameters)
                    destination[Join(prefix, name)] = parameter;
                foreach (var (name, buffer) in _buffers)
                    if (!_temporary.Contains(name))
                        destination[Join(prefix, name)] = buffer;
                foreach (var (name, child) in _children)
                    child.state_dict(destination, Join(prefix, name));
                return destination;
            }

            /// <summary>Copies values in by name. When strict, names that are missing or unexpected and shapes that differ throw before anything is copied.</summary>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keys) load_state_dict(Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                ArgumentNullException.ThrowIfNull(source);
                var own = state_dict();
                var missing = own.Keys.Where(name => !source.ContainsKey(name) && skip?.Contains(name) != true).ToList();
                var unexpected = source.Keys.Where(name => !own.ContainsKey(name)).ToList();
                var different = own.Where(entry => skip?.Contains(entry.Key) != true && source.TryGetValue(entry.Key, out var given) && !given.shape.AsSpan().SequenceEqual(entry.Value.shape))
                    .Select(entry => $"'{entry.Key}' is {entry.Value.Described()} here and {source[entry.Key].Described()} in the source").ToList();
                if (different.Count > 0 || (strict && (missing.Count > 0 || unexpected.Count > 0)))
                    throw new ArgumentException($"load_state_dict of {GetName()}: " + string.Join("; ",
                        new[] { List("missing", missing), List("unexpected", unexpected), string.Join(", ", different) }.Where(part => part.Length > 0)) + ".", nameof(source));
                using (no_grad())
                    foreach (var (name, tensor) in own)
                        if (skip?.Contains(name) != true && source.TryGetValue(name, out var given))
                            tensor.copy_(given);
                return (missing, unexpected);

                static string List(string what, List<string> names) => names.Count == 0 ? "" : what + " " + string.Join(", ", names.Take(8).Select(n => "'" + n + "'")) + (names.Count > 8 ? $" and {names.Count - 8} more" : "");
            }
        }
    }
}
