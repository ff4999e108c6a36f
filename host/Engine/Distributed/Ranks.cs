// The processes that train one run together, as this one sees them.
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// The processes that train one run together. All of them execute the same recipe; rank 0 writes. What is exchanged here is exchanged by all
/// in the same order, and a wait ends with a sentence when a rank is gone. A run of one process has <see cref="Alone"/>, which exchanges
/// nothing.
/// </summary>
public sealed class Ranks : IDisposable
{
    /// <summary>The one process of a run that has no others.</summary>
    public static readonly Ranks Alone = new(null, null, null);

    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_blame = TimeSpan.FromSeconds(3);

    private readonly Meeting? _meeting;
    private readonly RankWatch? _watch;
    private readonly torch.Device? _device;

    private Ranks(Meeting? meeting, RankWatch? watch, torch.Device? device)
    {
        (_meeting, _watch, _device) = (meeting, watch, device);
        if (meeting is not null) (Rank, Size, LocalRank) = (meeting.World.Rank, meeting.World.Size, meeting.World.LocalRank);
    }

    /// <summary>This process's number, from 0.</summary>
    public int Rank { get; }

    /// <summary>How many processes there are.</summary>
    public int Size { get; } = 1;

    /// <summary>This process's number on its machine.</summary>
    public int LocalRank { get; }

    /// <summary>How many of them are on this machine.</summary>
    public int LocalSize { get; private set; } = 1;

    /// <summary>Whether there is one process only.</summary>
    public bool IsAlone => Size == 1;

    /// <summary>Whether this is the process that writes.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>Takes the fault when another rank is gone and this one's run thread has not ended in time.</summary>
    public Action<RankFault>? Abandon
    {
        get => _watch?.Abandon;
        set
        {
            if (_watch is not null) _watch.Abandon = value;
        }
    }

    /// <summary>Meets the others and makes the process group: NCCL's where there are GPUs and it, gloo's otherwise.</summary>
    /// <param name="meeting">Where they meet; belongs to the result.</param>
    /// <param name="device">The device that the command line asks for; null for none.</param>
    /// <param name="trouble">What to say when one will never come; null for nobody who knows.</param>
    /// <exception cref="RankFault">Some did not come.</exception>
    public static Ranks Form(Meeting meeting, string? device, Func<RankFault?>? trouble = null)
    {
        var world = meeting.World;
        RankWatch watch;
        if (world.Rank == 0)
        {
            (watch, var port) = RankWatch.Serve(world);
            meeting.NameWatch(port);
        }
        else watch = RankWatch.Connect(world, meeting.WatchPort());

        try
        {
            meeting.Gather(watch, trouble);
            var gpu = device != "cpu" && torch.distributed.is_nccl_available() && torch.cuda.is_available();
            // The watch ends what takes too long, and can tell a rank that is gone from one that is busy; c10d cannot.
            torch.distributed.init_process_group(gpu ? "nccl" : "gloo", timeout: TimeSpan.FromHours(1), world_size: world.Size, rank: world.Rank, store: meeting.Store);
            var ranks = new Ranks(meeting, watch, gpu ? torch.device($"cuda:{world.LocalRank}") : torch.CPU);
            var machines = ranks.Gather(Machine());
            ranks.LocalSize = machines.Count(machine => machine == machines[world.Rank]);
            return ranks;
        }
        catch (TorchException broken)
        {
            var blame = watch.AwaitFault(s_blame);
            watch.Dispose();
            throw blame ?? new RankFault($"The process group of {world.Size} ranks could not be made: {broken.Message}", inner: broken);
        }
    }

    /// <summary>This rank's part of some rows, contiguous: the first and how many.</summary>
    internal (long Start, int Count) Share(int rows) => (First(rows), (int)(First(rows, 1) - First(rows)));

    /// <summary>Waits for a collective, and ends with a sentence when another rank is gone.</summary>
    internal void Await(Func<TimeSpan, bool> done, string what)
    {
        _watch!.Came();
        try
        {
            while (true)
            {
                if (_watch.Fault is { } fault) throw new RankFault(fault.Message, fault.Lost);
                if (done(s_slice)) return;
            }
        }
        catch (TorchException broken)
        {
            if (_watch.AwaitFault(s_blame) is { } fault) throw new RankFault(fault.Message, fault.Lost, broken);
            throw new RankFault($"Rank {Rank} could not exchange {what} with the others: {broken.Message}", lost: true, broken);
        }
        finally
        {
            _watch.Done();
        }
    }

    /// <summary>Every rank's numbers, of which each gives as many.</summary>
    internal double[][] Gather(params double[] numbers)
    {
        if (IsAlone) return [numbers];
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var own = torch.tensor(numbers, dtype: torch.ScalarType.Float64).to(_device!);
        var all = Enumerable.Range(0, Size).Select(_ => torch.zeros_like(own)).ToList();
        Start(() => torch.distributed.all_gather(all, own, async_op: true)!, "numbers");
        return [.. all.Select(one => one.cpu().ToArray<double>())];
    }

    /// <summary>Every rank's text.</summary>
    internal string[] Gather(string text) => [.. Gather(Encoding.UTF8.GetBytes(text)).Select(Encoding.UTF8.GetString)];

    /// <summary>Every rank's bytes, however many.</summary>
    internal byte[][] Gather(byte[] bytes)
    {
        if (IsAlone) return [bytes];
        var lengths = Gather((double)bytes.Length);
        var longest = (int)lengths.Max(length => length[0]);
        if (longest == 0) return [.. lengths.Select(_ => Array.Empty<byte>())];
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var padded = new byte[longest];
        bytes.CopyTo(padded, 0);
        var own = torch.tensor(padded, dtype: torch.ScalarType.Byte).to(_device!);
        var all = Enumerable.Range(0, Size).Select(_ => torch.zeros_like(own)).ToList();
        Start(() => torch.distributed.all_gather(all, own, async_op: true)!, "bytes");
        return [.. all.Select((one, rank) => one.cpu().ToArray<byte>()[..(int)lengths[rank][0]])];
    }

    /// <summary>Copies one rank's tensors into everyone's, in place, bit for bit.</summary>
    internal void Broadcast(IEnumerable<torch.Tensor> tensors, int from)
    {
        if (IsAlone) return;
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        foreach (var chunk in FlatChunk.Of(tensors.Where(tensor => tensor.numel() > 0)))
        {
            var flat = Rank == from ? chunk.Gather() : chunk.Empty();
            var wire = flat.to(_device!);
            Start(() => torch.distributed.broadcast(wire, from, async_op: true)!, "tensors");
            if (Rank != from) chunk.Scatter(wire.to(flat.device));
            wire.Dispose();
            flat.Dispose();
        }
    }

    /// <summary>Waits for all.</summary>
    internal void Barrier()
    {
        if (!IsAlone) Gather(0);
    }

    /// <summary>Says that this rank is at something that may take long; the others wait longer for it until the result is disposed of.</summary>
    internal IDisposable? Busy(string what)
    {
        if (_watch is null) return null;
        var before = _watch.Busy;
        _watch.Busy = what;
        return new Ending(() => _watch.Busy = before);
    }

    /// <summary>Tells the others that this rank has failed, unless they are why.</summary>
    internal void Fail(Exception fault)
    {
        if (fault is not RankFault) _watch?.Tell(FaultSentence.Of(fault));
        _watch?.Leave();
    }

    /// <summary>Leaves in good order.</summary>
    /// <remarks>The group itself ends with the process: gloo waits for others when it is let go.</remarks>
    public void Leave() => _watch?.Leave();

    /// <summary>All ranks have to give the same text.</summary>
    /// <exception cref="RecipeException">One gave another; the sentence names it.</exception>
    internal void Agree(string text, string what)
    {
        if (IsAlone) return;
        var all = Gather(text);
        for (var rank = 1; rank < Size; rank++)
            if (all[rank] != all[0])
                throw new RecipeException($"Rank {rank} has {what} other than rank 0's: \"{Shorten(all[rank], all[0])}\" and \"{Shorten(all[0], all[rank])}\". All ranks run the same recipe over the same files; nothing in it may depend on the rank, the machine or the time.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch?.Leave();
        _watch?.Dispose();
        _meeting?.Dispose();
        if (_meeting is not null) torch.distributed.destroy_process_group();
    }

    private void Start(Func<torch.distributed.Work> begin, string what)
    {
        torch.distributed.Work? work = null;
        Await(time => (work ??= begin()).TryWait(time), what);
    }

    private long First(int rows, int further = 0) => (long)rows * (Rank + further) / Size;

    private static string Shorten(string text, string other)
    {
        var at = 0;
        while (at < text.Length && at < other.Length && text[at] == other[at]) at++;
        var start = Math.Max(0, at - 30);
        return text.Substring(start, Math.Min(80, text.Length - start));
    }

    // Containers of one machine share its number and its cores.
    private static string Machine()
    {
        const string boot = "/proc/sys/kernel/random/boot_id";
        return File.Exists(boot) ? File.ReadAllText(boot).Trim() : Environment.MachineName + RuntimeInformation.OSDescription;
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
