// What others ask to be done on the run's thread where a run may be changed: between two steps.
namespace PluginHost.Engine;

/// <summary>
/// Work that any thread asks for and the run's thread does at its next boundary: between two steps of a stage, while the run is paused, before a
/// stage is built, and while a recipe waits for something outside of a stage. The work is given the stage that is open there, or null, and must
/// keep nothing of it.
/// </summary>
internal sealed class Boundary
{
    private readonly Lock _gate = new();
    private readonly Queue<Request> _asked = new();
    private volatile bool _waiting;
    private bool _posted;
    private string? _closed;
    private SynchronizationContext? _thread;

    /// <summary>Raised on the asking thread when there is something to do, for a run that waits.</summary>
    public event Action? Asked;

    /// <summary>The stage that is open; set and read on the run's thread.</summary>
    public StageRun? Stage { get; set; }

    /// <summary>Whether something is asked for; costs a step one look at a flag.</summary>
    public bool Waiting => _waiting;

    /// <summary>Asks for work to be done on the run's thread.</summary>
    /// <param name="work">The work. What it throws comes out of the task and does the run no harm.</param>
    /// <returns>What the work gave; fails with a <see cref="RecipeException"/> when the run ended before it came to it.</returns>
    public Task<T> Ask<T>(Func<StageRun?, T> work)
    {
        var request = new Request<T>(work);
        lock (_gate)
        {
            if (_closed is not null) return Task.FromException<T>(new RecipeException(_closed));
            _asked.Enqueue(request);
            _waiting = true;
            // A recipe that awaits something between its stages leaves the thread free; inside a stage the loop looks by itself.
            if (!_posted) _thread?.Post(_ => ServeBetweenStages(), null);
            _posted = true;
        }

        Asked?.Invoke();
        return request.Done;
    }

    /// <summary>The run's thread begins: from here on it also takes work while the recipe waits.</summary>
    public void Begin()
    {
        lock (_gate) _thread = SynchronizationContext.Current;
    }

    /// <summary>Does what is asked for, in the order in which it was; on the run's thread.</summary>
    public void Serve()
    {
        while (_waiting)
        {
            Request request;
            lock (_gate)
            {
                if (!_asked.TryDequeue(out request!))
                {
                    _waiting = false;
                    return;
                }
            }

            request.Do(Stage);
        }
    }

    /// <summary>The run is over: what is still asked for is refused, and so is what comes.</summary>
    public void Close(string why)
    {
        List<Request> left;
        lock (_gate)
        {
            (_closed, _thread, _waiting) = (why, null, false);
            left = [.. _asked];
            _asked.Clear();
        }

        foreach (var request in left) request.Refuse(why);
    }

    private void ServeBetweenStages()
    {
        lock (_gate) _posted = false;
        if (Stage is null) Serve();
    }

    private abstract class Request
    {
        public abstract void Do(StageRun? stage);

        public abstract void Refuse(string why);
    }

    private sealed class Request<T>(Func<StageRun?, T> work) : Request
    {
        // Whoever waits goes on on a thread of its own, never on the run's.
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Done => _done.Task;

        public override void Do(StageRun? stage)
        {
            try
            {
                _done.SetResult(work(stage));
            }
            catch (Exception fault)
            {
                _done.SetException(fault);
            }
        }

        public override void Refuse(string why) => _done.SetException(new RecipeException(why));
    }
}
