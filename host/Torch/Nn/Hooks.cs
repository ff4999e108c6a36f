// The hooks of one module, run in the order in which they were added.
namespace TorchSharp;

internal sealed class Hooks<T> where T : Delegate
{
    private T[] _all = [];

    internal bool IsEmpty => _all.Length == 0;

    internal T[] All => _all;

    internal IDisposable Add(T hook)
    {
        _all = [.. _all, hook];
        return new Registration(this, hook);
    }

    private sealed class Registration(Hooks<T> owner, T hook) : IDisposable
    {
        public void Dispose() => owner._all = [.. owner._all.Where(known => !ReferenceEquals(known, hook))];
    }
}
