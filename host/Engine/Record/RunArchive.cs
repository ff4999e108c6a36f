// Keeps what a run leaves beside its events: record.json, run.sqlite and TensorBoard's file, on threads of its own.
using System.Runtime.CompilerServices;
using PluginHost.Engine.TensorBoard;

namespace PluginHost.Engine;

/// <summary>
/// Keeps <c>record.json</c>, <c>run.sqlite</c> and the TensorBoard file of a run. All of it happens on threads of its own, from the first
/// step on (two seconds after the run began at the latest), so that nothing of it is on the way to that step; libraries load as late. The
/// run's thread pays a look at a flag for each event: database and TensorBoard read <c>events.jsonl</c>, so a database that is locked for
/// hours holds no memory and misses nothing. The thread itself is made before libtorch loads, because no thread can be made while it does.
/// </summary>
public sealed class RunArchive : IDisposable
{
    private static readonly TimeSpan s_latest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_lastTries = TimeSpan.FromSeconds(3);

    private readonly ManualResetEventSlim _attached = new();
    private readonly ManualResetEventSlim _go = new();
    private readonly ManualResetEventSlim _over = new();
    private readonly AutoResetEvent _told = new(initialState: false);
    private readonly CancellationTokenSource _hurry = new();
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);
    private readonly Thread _thread;
    private RunRecord? _record;
    private RunRequest? _request;
    private Provenance? _provenance;
    private Action? _also;

    /// <summary>Makes the thread, which waits for a run.</summary>
    public RunArchive()
    {
        _thread = new Thread(Work) { IsBackground = true, Name = "archive" };
        _thread.Start();
    }

    /// <summary>Names the run; from here on the two seconds count.</summary>
    /// <param name="request">What the run was asked to do.</param>
    /// <param name="record">Its events.</param>
    /// <param name="plugins">The plugins that are loaded at the time of the call; may be called from any thread.</param>
    /// <param name="also">What else is to be kept and waits for the first step; null for nothing.</param>
    public void Attach(RunRequest request, RunRecord record, Func<IReadOnlyList<UsedPlugin>> plugins, Action? also = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        (_request, _record, _also) = (request, record, also);
        _provenance = new Provenance(request, plugins, Warn);
        record.StageBuilt += Take;
        record.Published += Saw;
        _attached.Set();
    }

    /// <summary>Takes the texts of the recipe that is run, by absolute path.</summary>
    public void Tell(IReadOnlyDictionary<string, string> sources) => _provenance?.Tell(sources);

    /// <summary>Writes what is left of a run that is over; waits for hashes only where the run is done and not stopped.</summary>
    public void Dispose()
    {
        if (_record is not null)
        {
            _record.StageBuilt -= Take;
            _record.Published -= Saw;
            if (_record.Ended is not { Status: RunStatus.Done }) _hurry.Cancel();
        }

        _over.Set();
        _go.Set();
        _told.Set();
        _attached.Set();
        _thread.Join();
        _attached.Dispose();
        _go.Dispose();
        _over.Dispose();
        _told.Dispose();
        _hurry.Dispose();
    }

    private void Saw(RunEvent happened)
    {
        if (!_go.IsSet && happened is StepTaken) _go.Set();
        if (happened is not PluginReloaded reloaded) return;
        _provenance!.Tell(reloaded);
        if (_go.IsSet) _told.Set();
    }

    private void Take(StageFacts stage)
    {
        _provenance!.Tell(stage);
        if (_go.IsSet) _told.Set();
    }

    private void Work()
    {
        _attached.Wait();
        if (_record is null) return;
        _go.Wait(s_latest);
        Keep();
    }

    // Not inlined, so that waiting loads nothing.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Keep()
    {
        // Hashing a model of many gigabytes takes minutes, in which tables and charts go on.
        var made = new Thread(Describe) { IsBackground = true, Name = "provenance" };
        made.Start();
        using var database = new RunDatabase(_request!.RunDirectory, Warn);
        using var charts = new EventLog(_request.RunDirectory, _record!.Begin, DateTimeOffset.UtcNow);
        do
        {
            Try(RunDatabase.FileName, () => database.CatchUp());
            Try(EventLog.FolderName, charts.CatchUp);
        }
        while (!_over.Wait(s_every));
        made.Join();
        // What came last, which is how the run ended; whoever holds a lock is given a moment.
        var deadline = Environment.TickCount64 + (long)s_lastTries.TotalMilliseconds;
        while (!(Try(RunDatabase.FileName, () => database.CatchUp()) & Try(EventLog.FolderName, charts.CatchUp)) && Environment.TickCount64 < deadline) Thread.Sleep(100);
    }

    private void Describe()
    {
        if (_also is not null) Try("what is remembered of the recipe", _also);
        while (true)
        {
            // Looked at before writing, so that the last stage is not missed.
            var over = _over.IsSet;
            Try(ProvenanceFile.FileName, _provenance!.Write);
            Try(ProvenanceFile.FileName, () => _provenance.HashModels(_hurry.Token));
            if (over) return;
            _told.WaitOne();
        }
    }

    // Training goes on whatever a table says, so a fault is told once and tried again.
    private bool Try(string what, Action act)
    {
        try
        {
            act();
            if (Forget(what)) Note($"{what} is written again, and has everything up to here.");
            return true;
        }
        catch (Exception fault)
        {
            // Any: a library that does not load would otherwise end the process with the run in it.
            if (Remember(what))
                Warn($"{what} cannot be written now: {Reason(fault)}. Training goes on, and {RunRecord.FileName} has everything; it is tried again twice a second, "
                    + "and after the run by: pluginhost runs reindex RUN");
            return false;
        }
    }

    private static string Reason(Exception fault) => (fault is IOException or UnauthorizedAccessException or PluginHostException ? fault.Message : FaultSentence.Of(fault)).TrimEnd('.');

    private bool Remember(string what)
    {
        lock (_broken) return _broken.Add(what);
    }

    private bool Forget(string what)
    {
        lock (_broken) return _broken.Remove(what);
    }

    private void Warn(string sentence) => Say(new Warned(sentence));

    private void Note(string sentence) => Say(new Noted(sentence));

    // Nothing follows the event that says how a run ended; the worker's log takes it then.
    private void Say(RunEvent sentence)
    {
        if (_record!.Ended is null) _record.Publish(sentence);
        else Log(sentence is Warned warned ? warned.Message : ((Noted)sentence).Message);
    }

    private static void Log(string sentence)
    {
        try
        {
            Console.Error.WriteLine(sentence);
        }
        catch (IOException)
        {
            // The log lies on the disk that is full. Nobody is left to be told, and this thread must not end the process.
        }
    }
}
