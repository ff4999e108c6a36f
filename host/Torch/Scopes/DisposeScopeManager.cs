// The dispose scopes of one thread, innermost last.
namespace TorchSharp;

/// <summary>Opens scopes on the calling thread and knows the innermost one.</summary>
public sealed class DisposeScopeManager
{
    private readonly Stack<DisposeScope> _open = new();

    internal DisposeScopeManager()
    {
    }

    internal ThreadDisposeScopeStatistics Counts { get; } = new();

    /// <summary>What the calling thread made and disposed of since the last reset.</summary>
    public static ThreadDisposeScopeStatistics Statistics => ThreadState.Current.Scopes.Counts;

    /// <summary>The innermost open scope of the calling thread, or null.</summary>
    public static DisposeScope? CurrentScope => ThreadState.Current.Scope;

    /// <summary>Opens a scope on the calling thread; dispose of it on the same thread.</summary>
    public static DisposeScope NewDisposeScope()
    {
        var state = ThreadState.Current;
        var scope = new DisposeScope(state.Scopes, state.Scope);
        state.Scopes._open.Push(scope);
        state.Scope = scope;
        return scope;
    }

    // Scopes may be closed in any order: what was opened inside a closed one is closed with it.
    internal void Close(DisposeScope scope)
    {
        if (!_open.Contains(scope))
            return;
        while (_open.TryPop(out var top) && !ReferenceEquals(top, scope))
            top.Dispose();
        ThreadState.Current.Scope = _open.TryPeek(out var current) ? current : null;
    }
}
