// Watches over the ranks: who is silent, who is gone, who does not come to where the others wait.
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PluginHost.Engine;

/// <summary>
/// A line to rank 0 from every other rank, apart from the exchanges, on which each says several times a second that it lives and how far it
/// is. Rank 0 judges and tells all, so that every rank names the same one: a closed line is a process that ended, silence is a process that
/// was stopped or a machine that is cut off, and a rank that does not come to an exchange while the others wait is stuck. Rank 0 itself is
/// judged by the others. All of it happens on threads of its own; the run's thread looks at <see cref="Fault"/> while it waits.
/// </summary>
internal sealed class RankWatch : IDisposable
{
    private const string Failed = "failed ", Lost = "lost ";

    private readonly WorldInfo _world;
    private readonly Lock _gate = new();
    private readonly RankLine?[] _lines;
    private readonly CancellationTokenSource _over = new();
    private readonly ManualResetEventSlim _faulted = new();
    private readonly TcpListener? _listener;
    private long _exchanges, _waitingSince;
    private volatile string _busy = "starts";
    private volatile bool _left;

    private RankWatch(WorldInfo world, TcpListener? listener)
    {
        (_world, _listener) = (world, listener);
        _lines = new RankLine?[world.Size];
    }

    /// <summary>What names the rank because of which the others stop; null while all is well.</summary>
    public RankFault? Fault { get; private set; }

    /// <summary>Takes it when the run's thread has not ended although it should have long ago.</summary>
    public Action<RankFault>? Abandon { get; set; }

    /// <summary>What this rank does outside of a training step; empty in one.</summary>
    public string Busy
    {
        get => _busy;
        set => _busy = value;
    }

    /// <summary>Begins to listen, on rank 0.</summary>
    public static (RankWatch Watch, int Port) Serve(WorldInfo world)
    {
        var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        var watch = new RankWatch(world, listener);
        Begin("ranks: new lines", watch.Accept);
        Begin("ranks: watch", watch.Tick);
        return (watch, ((IPEndPoint)listener.LocalEndpoint).Port);
    }

    /// <summary>Opens this rank's line to rank 0.</summary>
    public static RankWatch Connect(WorldInfo world, int port)
    {
        var client = new TcpClient();
        try
        {
            client.Connect(world.Address, port);
        }
        catch (SocketException refused)
        {
            client.Dispose();
            throw new RankFault($"Rank {world.Rank} met rank 0 at {world.Address}:{world.Port} and cannot reach its port {port}: {refused.Message}. Ranks need all ports between their machines.", inner: refused);
        }

        var watch = new RankWatch(world, null);
        var line = watch._lines[0] = new RankLine(client);
        line.Say(world.Rank.ToString(CultureInfo.InvariantCulture));
        Begin("ranks: line", () => watch.Listen(0, line));
        Begin("ranks: watch", watch.Tick);
        return watch;
    }

    /// <summary>Says that this rank has come to an exchange and waits in it, until <see cref="Done"/>.</summary>
    public void Came()
    {
        Interlocked.Increment(ref _exchanges);
        Volatile.Write(ref _waitingSince, Stopwatch.GetTimestamp());
    }

    /// <summary>Says that the exchange is over.</summary>
    public void Done() => Volatile.Write(ref _waitingSince, 0);

    /// <summary>Waits for a fault for so long; whoever met a broken connection learns here whose it is.</summary>
    public RankFault? AwaitFault(TimeSpan time)
    {
        _faulted.Wait(time);
        return Fault;
    }

    /// <summary>Tells the others that this rank has failed, and why.</summary>
    public void Tell(string sentence) => Accuse($"Rank {_world.Rank} failed: {sentence}", lost: false);

    /// <summary>Leaves in good order: a line that closes after this is no fault.</summary>
    public void Leave()
    {
        _left = true;
        lock (_gate)
            foreach (var line in _lines)
                line?.Say("bye");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _over.Cancel();
        _listener?.Stop();
        lock (_gate)
            foreach (var line in _lines)
                line?.Dispose();
    }

    private static void Begin(string name, Action work) => new Thread(() => work()) { IsBackground = true, Name = name }.Start();

    private void Accept()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                var line = new RankLine(_listener!.AcceptTcpClient());
                Begin("ranks: line", () => Welcome(line));
            }
            catch (Exception closed) when (closed is SocketException or InvalidOperationException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Welcome(RankLine line)
    {
        // Anything else that knocks at the port is sent away.
        if (!int.TryParse(line.Hear(), NumberStyles.None, CultureInfo.InvariantCulture, out var rank) || rank < 1 || rank >= _world.Size)
        {
            line.Dispose();
            return;
        }

        lock (_gate) _lines[rank] = line;
        Listen(rank, line);
    }

    private void Listen(int rank, RankLine line)
    {
        while (line.Hear() is { } said)
        {
            if (said == "bye") line.HasLeft = true;
            else if (said.StartsWith(Failed, StringComparison.Ordinal)) Accuse(said[Failed.Length..], lost: false);
            else if (said.StartsWith(Lost, StringComparison.Ordinal)) Accuse(said[Lost.Length..]);
            else line.Standing = RankStanding.Parse(said);
        }

        if (!line.HasLeft && !_left && !_over.IsCancellationRequested)
            Accuse($"Rank {rank} is gone: its process ended without a word, as when it is killed or crashes. Its log tells more: {LogOf(rank)} in the run's folder.");
    }

    private void Tick()
    {
        var interval = TimeSpan.FromMilliseconds(Math.Clamp(_world.Timeout.TotalMilliseconds / 20, 50, 1000));
        long? since = null;
        while (!_over.Token.WaitHandle.WaitOne(interval))
        {
            var standing = Standing();
            lock (_gate)
                foreach (var line in _lines)
                    line?.Say(standing.ToString());
            if (Fault is { } fault)
            {
                since ??= Stopwatch.GetTimestamp();
                if (Stopwatch.GetElapsedTime(since.Value) < _world.Timeout || _left) continue;
                Abandon?.Invoke(fault);
                return;
            }

            if (!_left) Judge(standing);
        }
    }

    private RankStanding Standing()
    {
        var since = Volatile.Read(ref _waitingSince);
        return new RankStanding(Interlocked.Read(ref _exchanges), since == 0 ? -1 : (long)Stopwatch.GetElapsedTime(since).TotalMilliseconds, _busy);
    }

    private void Judge(RankStanding own)
    {
        var seconds = _world.Timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        for (var rank = 0; rank < _world.Size; rank++)
            if (_lines[rank] is { HasLeft: false } line && line.Silence > _world.Timeout)
                Accuse($"Rank {rank} has been silent for {seconds} s: its process is stopped or does not get the processor, or its machine is cut off.");
        if (_world.Rank != 0) return;

        RankStanding? Of(int rank) => rank == 0 ? own : _lines[rank]?.Standing;
        var all = Enumerable.Range(0, _world.Size).Select(rank => (Rank: rank, Standing: Of(rank))).Where(one => one.Standing is not null).ToList();
        var waiting = all.Where(one => one.Standing!.Value.WaitingMilliseconds > _world.Timeout.TotalMilliseconds).ToList();
        if (waiting.Count == 0) return;
        var ahead = waiting.MaxBy(one => one.Standing!.Value.Exchanges);
        var behind = all.Where(one => one.Standing!.Value.Exchanges < ahead.Standing!.Value.Exchanges).ToList();
        foreach (var (rank, standing) in behind)
        {
            if (_lines[rank] is { HasLeft: true })
                Accuse($"Rank {rank} has left while rank {ahead.Rank} waits for it: the recipe has to do the same on all ranks.", lost: false);
            var patient = standing!.Value.Busy.Length > 0;
            if (patient && ahead.Standing!.Value.WaitingMilliseconds < _world.Patience.TotalMilliseconds) continue;
            Accuse($"Rank {rank} is stuck: rank {ahead.Rank} has waited for it for {ahead.Standing!.Value.WaitingMilliseconds / 1000} s, and it is alive but "
                + (patient ? $"still {standing.Value.Busy}" : "has not come to the end of its part of the training step")
                + $". Where that may take so long, set {WorldInfo.TimeoutVariable} to more than {seconds} s.");
        }

        if (behind.Count == 0 && all.Count == _world.Size && waiting.Count == all.Count)
            Accuse($"All ranks wait in the same exchange for more than {seconds} s and it does not end (rank {ahead.Rank} has waited longest): the network between them drops data. "
                + "GLOO_SOCKET_IFNAME or NCCL_SOCKET_IFNAME names the interface to use.");
    }

    private void Accuse(string sentence, bool lost = true)
    {
        lock (_gate)
        {
            if (Fault is not null) return;
            Fault = new RankFault(sentence, lost);
            foreach (var line in _lines) line?.Say((lost ? Lost : Failed) + sentence.ReplaceLineEndings(" "));
        }

        _faulted.Set();
    }

    /// <summary>What a rank's log is called.</summary>
    internal static string LogOf(int rank) => rank == 0 ? "worker.log" : $"worker-{rank.ToString(CultureInfo.InvariantCulture)}.log";
}
