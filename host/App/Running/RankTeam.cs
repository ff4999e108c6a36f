// The ranks that a worker is one of, and those that it has started.
using PluginHost.Engine;

namespace PluginHost.App;

/// <summary>The ranks that a worker is one of. Starting the others of <c>--nproc</c> is done here and in <see cref="RankProcesses"/> only.</summary>
internal sealed class RankTeam : IDisposable
{
    private readonly RankProcesses? _started;

    private RankTeam(Ranks ranks, RankProcesses? started) => (Ranks, _started) = (ranks, started);

    /// <summary>The ranks; one alone where the run has no others.</summary>
    public Ranks Ranks { get; }

    /// <summary>Meets the others that the environment tells of, or starts those that the request asks for.</summary>
    /// <param name="request">The run.</param>
    /// <param name="world">What the environment says; null for nothing.</param>
    /// <param name="meeting">Where this rank was told of the run; null where it need not be.</param>
    /// <param name="abandon">Ends this process when another rank is gone and the run's thread does not end by itself.</param>
    public static RankTeam Of(RunRequest request, WorldInfo? world, Meeting? meeting, Action<RankFault> abandon)
    {
        if (world is null && request.Processes is null or 1) return new RankTeam(Ranks.Alone, null);
        RankProcesses? started = null;
        try
        {
            if (world is null)
            {
                meeting = Meeting.Serve(request.Processes!.Value, WorldInfo.TimeoutOf(Environment.GetEnvironmentVariable));
                started = RankProcesses.Start(meeting.World, request.RunDirectory);
            }

            meeting ??= Meeting.Join(world!);
            if (meeting.World.Rank == 0) meeting.Name(request.RunDirectory);
            var ranks = Ranks.Form(meeting, request.Device, started is null ? null : started.Trouble);
            ranks.Abandon = abandon;
            return new RankTeam(ranks, started);
        }
        catch
        {
            started?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!Ranks.IsAlone) Ranks.Leave();
        _started?.Dispose();
    }
}
