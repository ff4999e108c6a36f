// A scope that disposes of the tensors made in it. One per nesting level and thread.
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Disposes, when it is disposed of, every tensor made on this thread since it was opened, apart from those moved out or detached.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager _owner;
    private Tensor?[] _tensors = new Tensor?[64];
    private int _count;
    private HashSet<IDisposable>? _others;
    private bool _disposed;

    internal DisposeScope(DisposeScopeManager owner, DisposeScope? outer)
    {
        _owner = owner;
        OuterScope = outer;
    }

    internal DisposeScope? OuterScope { get; }

    /// <summary>How many tensors and other disposables this scope holds now.</summary>
    public int DisposablesCount => _count + (_others?.Count ?? 0);

    internal void Add(Tensor tensor)
    {
        if (_count == _tensors.Length)
            Array.Resize(ref _tensors, _count * 2);
        tensor.IndexInScope = _count;
        tensor.OwningScope = this;
        _tensors[_count++] = tensor;
    }

    internal void Remove(Tensor tensor)
    {
        var index = tensor.IndexInScope;
        var last = _tensors[--_count]!;
        _tensors[_count] = null;
        if (!ReferenceEquals(last, tensor))
        {
            _tensors[index] = last;
            last.IndexInScope = index;
        }
        tensor.OwningScope = null;
    }

    /// <summary>Lets something else live as long as this scope.</summary>
    public T Include<T>(T disposable) where T : IDisposable
    {
        if (disposable is Tensor tensor)
        {
            tensor.OwningScope?.Remove(tensor);
            Add(tensor);
        }
        else
        {
            (_others ??= []).Add(disposable);
        }
        return disposable;
    }

    public void Include(params IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
            Include<IDisposable>(disposable);
    }

    /// <summary>Hands a tensor to the scope around this one; without one it lives until it is disposed of by hand.</summary>
    public T MoveToOuter<T>(T disposable) where T : IDisposable
    {
        Detach(disposable);
        OuterScope?.Include(disposable);
        return disposable;
    }

    public void MoveToOuter(params IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
            MoveToOuter<IDisposable>(disposable);
    }

    /// <summary>Takes a tensor out of every scope.</summary>
    public T Detach<T>(T disposable) where T : IDisposable
    {
        if (disposable is Tensor tensor)
            tensor.OwningScope?.Remove(tensor);
        else
            _others?.Remove(disposable);
        return disposable;
    }

    public void Detach(params IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
            Detach<IDisposable>(disposable);
    }

    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        Detach(disposable);
        scope?.Include(disposable);
        return disposable;
    }

    public bool Contains(IDisposable disposable) =>
        disposable is Tensor tensor ? ReferenceEquals(tensor.OwningScope, this) : _others?.Contains(disposable) == true;

    /// <summary>Disposes of what the scope holds and leaves it open.</summary>
    public void DisposeEverything() => DisposeEverythingBut([]);

    public void DisposeEverythingBut(params IEnumerable<IDisposable> keep)
    {
        var kept = keep as ICollection<IDisposable> ?? [.. keep];
        foreach (var disposable in kept)
            if (disposable is Tensor tensor && ReferenceEquals(tensor.OwningScope, this))
                Remove(tensor);

        var tensors = _tensors;
        var count = _count;
        _count = 0;
        for (var i = 0; i < count; i++)
        {
            var tensor = tensors[i]!;
            tensors[i] = null;
            tensor.OwningScope = null;
            tensor.DisposeFromScope();
        }
        if (_others is { Count: > 0 } others)
        {
            _others = null;
            foreach (var other in others)
            {
                if (kept.Contains(other))
                    (_others ??= []).Add(other);
                else
                    other.Dispose();
            }
        }
        foreach (var disposable in kept)
            if (disposable is Tensor { IsInvalid: false } tensor && tensor.OwningScope is null)
                Add(tensor);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        DisposeEverything();
        _owner.Close(this);
    }
}
