// The one thread on which everything of a run happens.
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace PluginHost.Engine;

/// <summary>
/// The one thread on which a run's recipe, plugins and steps happen. Grad mode, autocast, thread count and dispose scopes are per thread,
/// so continuations of the recipe's awaits come back to it through its <see cref="SynchronizationContext"/>.
/// </summary>
public static class RunThread
{
    // Deep recursion in a recipe or a model should end in an exception of ours, not of the stack.
    private const int StackBytes = 64 << 20;

    /// <summary>Runs asynchronous work to its end on a thread of its own and gives its result or its exception.</summary>
    public static T Execute<T>(Func<Task<T>> work)
    {
        T result = default!;
        ExceptionDispatchInfo? fault = null;
        var thread = new Thread(() =>
        {
            using var context = new Context();
            SynchronizationContext.SetSynchronizationContext(context);
            try
            {
                var task = work();
                task.ContinueWith(_ => context.Complete(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                context.Pump();
                result = task.GetAwaiter().GetResult();
            }
            catch (Exception exception)
            {
                fault = ExceptionDispatchInfo.Capture(exception);
            }
        }, StackBytes)
        { Name = "run" };
        thread.Start();
        thread.Join();
        fault?.Throw();
        return result;
    }

    private sealed class Context : SynchronizationContext, IDisposable
    {
        private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];

        public override void Post(SendOrPostCallback d, object? state)
        {
            // A timer of the recipe may fire after its end; nobody is left to run it.
            if (!_queue.IsAddingCompleted) _queue.Add((d, state));
        }

        public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Work is posted to a run's thread, never sent: waiting for it could wait forever.");

        public void Complete() => _queue.CompleteAdding();

        public void Pump()
        {
            foreach (var (callback, state) in _queue.GetConsumingEnumerable()) callback(state);
        }

        public void Dispose() => _queue.Dispose();
    }
}
