// The hooks of one module, run in the order in which they were added.
namespace TorchSharp;

internal sealed class Hooks<T> where T : Delegate
{
    private T[] _all = [];

    internal bool IsEmpty => _all.Length == 0;

    internal T[] All => _all;

    internal torch.nn.HookRemover Add(T hook)
    {
        _all = [.. _all, hook];
        return new torch.nn.HookRemover(() => _all = [.. _all.Where(known => !ReferenceEquals(known, hook))]);
    }
}

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Takes a hook away again.</summary>
        public sealed class HookRemover : IDisposable
        {
            private readonly Action _remove;

            internal HookRemover(Action remove) => _remove = remove;

            public void remove() => _remove();

            public void Dispose() => _remove();
        }
    }
}
