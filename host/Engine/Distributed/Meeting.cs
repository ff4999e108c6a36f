// Where the ranks of a run meet: the store of rank 0 or of torchrun's agent.
using System.Globalization;
using System.Net;
using System.Text;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// The store in which the ranks meet. Rank 0 leaves there which run it is and where it is watched from; the others learn it there, when no
/// argument tells them.
/// </summary>
public sealed class Meeting : IDisposable
{
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    private readonly torch.distributed.Store _store;

    private Meeting(WorldInfo world, torch.distributed.Store store) => (World, _store) = (world, store);

    /// <summary>Which of the ranks this process is.</summary>
    public WorldInfo World { get; }

    /// <summary>Where process groups are made.</summary>
    internal torch.distributed.Store Store => _store;

    /// <summary>Serves the store on a free port of this machine, for ranks that this process starts.</summary>
    public static Meeting Serve(int size, TimeSpan timeout)
    {
        var store = new torch.distributed.TCPStore("127.0.0.1", 0, size, is_master: true, timeout * 10);
        return new Meeting(new WorldInfo(0, size, 0, "127.0.0.1", store.port) { Timeout = timeout }, store);
    }

    /// <summary>Serves the store, or goes to it, as the environment says.</summary>
    public static Meeting Join(WorldInfo world)
    {
        if (world.Rank > 0) AwaitName(world);
        try
        {
            var served = world.Rank == 0 && world.AgentPrefix is null;
            var store = new torch.distributed.TCPStore(world.Address, world.Port, world.Size, served, world.Patience);
            if (world.AgentPrefix is null) return new Meeting(world, store);
            using (store) return new Meeting(world, new torch.distributed.PrefixStore(world.AgentPrefix, store));
        }
        catch (TorchException refused)
        {
            throw new RankFault(world.Rank == 0 && world.AgentPrefix is null
                ? $"Rank 0 cannot serve the meeting point {world.Address}:{world.Port}: {refused.Message} Is another run using MASTER_PORT {world.Port}?"
                : $"Rank {world.Rank} did not find rank 0 at {world.Address}:{world.Port} within {world.Patience.TotalSeconds:0} s: {refused.Message}", inner: refused);
        }
    }

    /// <summary>Leaves which run this is.</summary>
    public void Name(string runDirectory) => _store.set("run", runDirectory);

    /// <summary>Waits for rank 0 to name the run.</summary>
    public string RunDirectory() => Await("run", "rank 0 did not say which run this is");

    /// <summary>Says where rank 0 is watched from.</summary>
    internal void NameWatch(int port) => _store.set("watch", port.ToString(CultureInfo.InvariantCulture));

    /// <summary>Where rank 0 is watched from.</summary>
    internal int WatchPort() => int.Parse(Await("watch", "rank 0 did not come"), CultureInfo.InvariantCulture);

    /// <summary>Waits until all ranks are here.</summary>
    /// <param name="watch">Who is gone again already.</param>
    /// <param name="trouble">What to say when one will never come.</param>
    /// <exception cref="RankFault">Some did not come; the sentence names them.</exception>
    internal void Gather(RankWatch watch, Func<RankFault?>? trouble)
    {
        var deadline = Environment.TickCount64 + (long)World.Patience.TotalMilliseconds;
        try
        {
            _store.add(Here(World.Rank), 1);
            for (var rank = 0; rank < World.Size; rank++)
                while (_store.add(Here(rank), 0) == 0)
                {
                    if ((watch.Fault ?? trouble?.Invoke()) is { } fault) throw new RankFault(fault.Message, fault.Lost);
                    if (Environment.TickCount64 > deadline)
                        throw new RankFault($"Of {World.Size} ranks, rank {string.Join(", ", Enumerable.Range(rank, World.Size - rank).Where(one => _store.add(Here(one), 0) == 0))} "
                            + $"did not come to {World.Address}:{World.Port} within {World.Patience.TotalSeconds:0} s.");
                    Thread.Sleep(s_look);
                }
        }
        catch (TorchException gone)
        {
            throw watch.AwaitFault(TimeSpan.FromSeconds(1)) ?? new RankFault($"The meeting point of the ranks, {World.Address}:{World.Port}, is gone: rank 0 has ended ({gone.Message}).", lost: true, gone);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private static string Here(int rank) => $"here/{rank}";

    private string Await(string name, string failing)
    {
        try
        {
            return Encoding.UTF8.GetString(_store.get(name));
        }
        catch (TorchException missing)
        {
            throw new RankFault($"Rank {World.Rank} met nobody at {World.Address}:{World.Port}: {failing} within {World.Patience.TotalSeconds:0} s ({missing.Message}).", inner: missing);
        }
    }

    // A name of Kubernetes is known only when its pod is there.
    private static void AwaitName(WorldInfo world)
    {
        if (IPAddress.TryParse(world.Address, out _)) return;
        var deadline = Environment.TickCount64 + (long)world.Patience.TotalMilliseconds;
        while (true)
        {
            try
            {
                Dns.GetHostAddresses(world.Address);
                return;
            }
            catch (System.Net.Sockets.SocketException unknown) when (Environment.TickCount64 > deadline)
            {
                throw new RankFault($"Rank {world.Rank} is to meet rank 0 at MASTER_ADDR \"{world.Address}\", and no machine is known by that name ({unknown.Message}).", inner: unknown);
            }
            catch (System.Net.Sockets.SocketException)
            {
                Thread.Sleep(s_retry);
            }
        }
    }
}
