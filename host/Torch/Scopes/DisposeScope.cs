// A scope that disposes of the tensors made in it. One per nesting level and thread. Other threads may close it and move tensors in and
// out of it: what they take out leaves a stale entry behind, and what they put in has a list of its own.
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Disposes, when it is disposed of, every tensor made on this thread since it was opened, apart from those moved out or detached.
/// Scopes may be closed in any order: a scope closes those that were opened inside it. One that another thread closes lets go of what it
/// holds then; the thread that opened it leaves it at its next tensor, and scopes that were opened inside it stay open.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager _owner;
    private readonly ThreadState _thread;
    private readonly Lock _lock = new();
    private Tensor?[] _tensors = new Tensor?[64];
    private int _count;
    private HashSet<IDisposable>? _others;
    private List<Tensor>? _foreign;
    private volatile bool _disposed;

    internal DisposeScope(ThreadState thread, DisposeScope? outer)
    {
        _owner = thread.Scopes;
        _thread = thread;
        OuterScope = outer;
    }

    internal DisposeScope? OuterScope { get; }

    internal bool IsClosed => _disposed;

    private bool IsOwn => ReferenceEquals(ThreadState.Current, _thread);

    /// <summary>How many tensors and other disposables this scope holds now.</summary>
    public int DisposablesCount => _count + (_others?.Count ?? 0) + (_foreign?.Count ?? 0);

    // A new tensor of this thread.
    internal void Add(Tensor tensor)
    {
        if (_disposed)
        {
            DisposeScopeManager.LeaveClosed(_thread)?.Add(tensor);
            return;
        }
        if (_count == _tensors.Length)
            Array.Resize(ref _tensors, _count * 2);
        tensor.IndexInScope = _count;
        tensor.OwningScope = this;
        _tensors[_count++] = tensor;
    }

    internal void Remove(Tensor tensor)
    {
        var index = tensor.IndexInScope;
        tensor.OwningScope = null;
        if (!IsOwn)
        {
            lock (_lock)
                _foreign?.RemoveAll(other => ReferenceEquals(other, tensor));
            return;
        }
        if ((uint)index >= (uint)_count || !ReferenceEquals(_tensors[index], tensor))
            return;
        var last = _tensors[--_count]!;
        _tensors[_count] = null;
        if (ReferenceEquals(last, tensor))
            return;
        _tensors[index] = last;
        if (ReferenceEquals(last.OwningScope, this) && last.IndexInScope == _count)
            last.IndexInScope = index;
    }

    /// <summary>What the scope holds now, in no particular order.</summary>
    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return [.. _tensors.AsSpan(0, _count)!, .. _others ?? []];
        }
    }

    /// <summary>Lets something else live as long as this scope.</summary>
    public T Include<T>(T disposable) where T : IDisposable
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (disposable is not Tensor tensor)
        {
            var sequence = disposable as nn.utils.rnn.PackedSequence;
            sequence?.OwningScope?.Forget(sequence);
            if (sequence is not null && !ReferenceEquals(sequence.OwningScope, this))
                _owner.Counts.PackedSequenceStatistics.AttachedToScopeCount++;
            Hold(disposable);
        }
        else if (!ReferenceEquals(tensor.OwningScope, this))
        {
            _owner.Counts.TensorStatistics.AttachedToScopeCount++;
            Adopt(tensor);
        }
        return disposable;
    }

    private void Put(Tensor tensor)
    {
        if (IsOwn)
        {
            Add(tensor);
            return;
        }
        lock (_lock)
        {
            if (_disposed)
                return;
            tensor.IndexInScope = -1;
            tensor.OwningScope = this;
            (_foreign ??= []).Add(tensor);
        }
    }

    public void Include(params IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
            Include<IDisposable>(disposable);
    }

    /// <summary>TorchSharp's name of <see cref="Include{T}(T)"/>.</summary>
    public void Attach(IDisposable disposable) => Include(disposable);

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        IReadOnlyList<IDisposable> all = [.. disposables];
        Include(all);
        return all;
    }

    /// <summary>Hands what this scope holds to the scope around it; without one it lives until it is disposed of by hand.</summary>
    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(OuterScope, disposable);

    public void MoveToOuter(params IEnumerable<IDisposable> disposables) => MoveToOther(OuterScope, disposables);

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third) where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    /// <summary>Hands what this scope holds to another one, or to none. A tensor that this scope does not hold stays where it is.</summary>
    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (scope is null)
            return Detach(disposable);
        if (disposable is Tensor tensor)
        {
            if (ReferenceEquals(tensor.OwningScope, this))
                scope.Adopt(tensor);
        }
        else
        {
            _others?.Remove(disposable);
            scope.Hold(disposable);
        }
        return disposable;
    }

    public void MoveToOther(DisposeScope? scope, params IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
            MoveToOther<IDisposable>(scope, disposable);
    }

    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOther(scope, first), MoveToOther(scope, second));

    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope? scope, T1 first, T2 second, T3 third) where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOther(scope, first), MoveToOther(scope, second), MoveToOther(scope, third));

    /// <summary>Takes what this scope holds out of it; it lives until it is disposed of by hand.</summary>
    public T Detach<T>(T disposable) where T : IDisposable
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (disposable is not Tensor tensor)
        {
            bool held;
            lock (_lock)
                held = _others?.Remove(disposable) == true;
            if (held && disposable is nn.utils.rnn.PackedSequence sequence)
            {
                _owner.Counts.PackedSequenceStatistics.DetachedFromScopeCount++;
                sequence.OwningScope = null;
            }
        }
        else if (ReferenceEquals(tensor.OwningScope, this))
        {
            _owner.Counts.TensorStatistics.DetachedFromScopeCount++;
            Remove(tensor);
        }
        return disposable;
    }

    public void Detach(params IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
            Detach<IDisposable>(disposable);
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable => (Detach(first), Detach(second));

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third) where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (Detach(first), Detach(second), Detach(third));

    // A packed sequence knows its scope, as tensors do, so that it can be moved from wherever it is.
    internal void Hold(IDisposable disposable)
    {
        lock (_lock)
            (_others ??= []).Add(disposable);
        if (disposable is nn.utils.rnn.PackedSequence sequence)
            sequence.OwningScope = this;
    }

    internal void Forget(IDisposable disposable)
    {
        lock (_lock)
            _others?.Remove(disposable);
    }

    private void Adopt(Tensor tensor)
    {
        tensor.OwningScope?.Remove(tensor);
        Put(tensor);
    }

    public bool Contains(IDisposable disposable) =>
        disposable is Tensor tensor ? ReferenceEquals(tensor.OwningScope, this) : _others?.Contains(disposable) == true;

    /// <summary>Disposes of what the scope holds and leaves it open.</summary>
    public void DisposeEverything() => DisposeEverythingBut([]);

    /// <summary>Disposes of all but one; gives that one back.</summary>
    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut([first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third) where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut([first, second, third]);
        return (first, second, third);
    }

    public void DisposeEverythingBut(params IEnumerable<IDisposable> keep)
    {
        var kept = keep as ICollection<IDisposable> ?? [.. keep];
        foreach (var disposable in kept)
            if (disposable is Tensor tensor && ReferenceEquals(tensor.OwningScope, this))
                Remove(tensor);

        var tensors = _tensors;
        var count = Math.Min(_count, tensors.Length);
        _owner.Counts.TensorStatistics.DisposedInScopeCount += count;
        _count = 0;
        for (var i = 0; i < count; i++)
        {
            // An entry that another thread took out is stale.
            if (Interlocked.Exchange(ref tensors[i], null) is { } tensor && ReferenceEquals(tensor.OwningScope, this))
            {
                tensor.OwningScope = null;
                tensor.DisposeFromScope();
            }
        }
        List<Tensor>? foreign;
        HashSet<IDisposable>? others;
        lock (_lock)
        {
            (foreign, others) = (_foreign, _others);
            (_foreign, _others) = (null, null);
        }
        foreign?.ForEach(tensor => tensor.Dispose());
        if (others is not null)
        {
            foreach (var other in others)
            {
                if (!kept.Contains(other))
                    other.Dispose();
                else
                    Include(other);
            }
        }
        foreach (var disposable in kept)
            if (disposable is Tensor { IsInvalid: false } tensor && tensor.OwningScope is null)
                Put(tensor);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        if (!IsOwn)
        {
            lock (_lock)
                _disposed = true;
            DisposeEverything();
            return;
        }
        // First those inside, which hold younger tensors.
        _owner.Close(this);
        DisposeEverything();
        lock (_lock)
            _disposed = true;
    }
}
