// torch.NewDisposeScope and the ways to move a tensor between scopes.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>Opens a scope that disposes of the tensors made on this thread until it is disposed of itself.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.NewDisposeScope();

    /// <summary>Runs <paramref name="body"/> in a scope of its own and moves its result out.</summary>
    public static T WrappedTensorDisposeScope<T>(Func<T> body) where T : IDisposable
    {
        using var scope = NewDisposeScope();
        return body().MoveToOuterDisposeScope();
    }

    public static Tensor WrappedTensorDisposeScope(Func<Tensor> body) => WrappedTensorDisposeScope<Tensor>(body);
}

/// <summary>Moving tensors between scopes.</summary>
public static class DisposeScopeExtensions
{
    /// <summary>Hands the tensor to the scope around the innermost one.</summary>
    public static T MoveToOuterDisposeScope<T>(this T disposable) where T : IDisposable
    {
        var scope = OwnerOf(disposable);
        scope?.MoveToOuter(disposable);
        return disposable;
    }

    /// <summary>Takes the tensor out of every scope; it lives until it is disposed of.</summary>
    public static T DetachFromDisposeScope<T>(this T disposable) where T : IDisposable
    {
        var scope = OwnerOf(disposable);
        scope?.Detach(disposable);
        return disposable;
    }

    /// <summary>Hands the tensor to another scope, or with null to none.</summary>
    public static T MoveToOtherDisposeScope<T>(this T disposable, DisposeScope? scope) where T : IDisposable
    {
        var owner = OwnerOf(disposable);
        if (owner is not null)
            owner.MoveToOther(scope, disposable);
        else
            scope?.Include(disposable);
        return disposable;
    }

    /// <summary>Hands the tensor to the scope that holds the other one, or to none where none holds it.</summary>
    public static T MoveToOtherDisposeScope<T>(this T disposable, torch.Tensor other) where T : IDisposable => disposable.MoveToOtherDisposeScope(other.OwningScope);

    private static DisposeScope? OwnerOf(IDisposable disposable) => disposable switch
    {
        torch.Tensor tensor => tensor.OwningScope,
        torch.nn.utils.rnn.PackedSequence sequence => sequence.OwningScope,
        _ => DisposeScopeManager.CurrentScope,
    };
}
