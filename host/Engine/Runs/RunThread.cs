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

    private static RunThreadBody? s_prepared;

    /// <summary>
    /// Makes the thread of the next <see cref="Execute"/> now. While libtorch loads on another thread, the dynamic linker's lock keeps any new
    /// thread from beginning; one that was made before goes on beside it.
    /// </summary>
    public static void Prepare() => s_prepared ??= new RunThreadBody(StackBytes);

    /// <summary>Runs asynchronous work to its end on a thread of its own and gives its result or its exception.</summary>
    public static T Execute<T>(Func<Task<T>> work)
    {
        T result = default!;
        ExceptionDispatchInfo? fault = null;
        var body = Interlocked.Exchange(ref s_prepared, null) ?? new RunThreadBody(StackBytes);
        body.Execute(() =>
        {
            try
            {
                result = Await(work);
            }
            catch (Exception exception)
            {
                fault = ExceptionDispatchInfo.Capture(exception);
            }
        });
        fault?.Throw();
        return result;
    }

    /// <summary>Runs asynchronous work to its end on the calling thread, its continuations too.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled while the work waited for something.</exception>
    internal static T Await<T>(Func<Task<T>> work, CancellationToken cancelled = default)
    {
        var outer = SynchronizationContext.Current;
        using var context = new Context();
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            var task = work();
            task.ContinueWith(_ => context.Complete(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            context.Pump(cancelled);
            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    /// <summary>A thread that waits for its one piece of work.</summary>
    private sealed class RunThreadBody
    {
        private readonly ManualResetEventSlim _given = new();
        private readonly Thread _thread;
        private Action? _work;

        public RunThreadBody(int stackBytes)
        {
            _thread = new Thread(() =>
            {
                _given.Wait();
                _work!();
            }, stackBytes)
            { Name = "run", IsBackground = true };
            _thread.Start();
        }

        public void Execute(Action work)
        {
            _work = work;
            _given.Set();
            _thread.Join();
            _given.Dispose();
        }
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

        public void Pump(CancellationToken cancelled)
        {
            foreach (var (callback, state) in _queue.GetConsumingEnumerable(cancelled)) callback(state);
        }

        public void Dispose() => _queue.Dispose();
    }
}
