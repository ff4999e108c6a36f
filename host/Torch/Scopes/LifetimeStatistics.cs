// How many objects of one kind a thread made and disposed of.
namespace TorchSharp;

/// <summary>Counts of objects made, disposed of and moved, apart by whether a dispose scope held them.</summary>
public class LifetimeStatistics
{
    public long CreatedOutsideScopeCount { get; internal set; }

    public long DisposedOutsideScopeCount { get; internal set; }

    public long CreatedInScopeCount { get; internal set; }

    public long DisposedInScopeCount { get; internal set; }

    /// <summary>Objects that were made elsewhere and put into a scope by hand.</summary>
    public long AttachedToScopeCount { get; internal set; }

    /// <summary>Objects taken out of every scope.</summary>
    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>Objects made and not disposed of since the last <see cref="Reset"/>.</summary>
    public long ThreadTotalLiveCount => CreatedInScopeCount + CreatedOutsideScopeCount - DisposedInScopeCount - DisposedOutsideScopeCount;

    public void Reset() =>
        CreatedOutsideScopeCount = DisposedOutsideScopeCount = CreatedInScopeCount = DisposedInScopeCount = AttachedToScopeCount = DetachedFromScopeCount = 0;

    /// <summary>Makes the counts those that <paramref name="before"/> has.</summary>
    internal void Restore(LifetimeStatistics before) =>
        (CreatedOutsideScopeCount, DisposedOutsideScopeCount, CreatedInScopeCount, DisposedInScopeCount, AttachedToScopeCount, DetachedFromScopeCount) =
        (before.CreatedOutsideScopeCount, before.DisposedOutsideScopeCount, before.CreatedInScopeCount, before.DisposedInScopeCount, before.AttachedToScopeCount, before.DetachedFromScopeCount);

    internal LifetimeStatistics Copy() => (LifetimeStatistics)MemberwiseClone();

    internal void Created(int count, bool inScope)
    {
        if (inScope)
            CreatedInScopeCount += count;
        else
            CreatedOutsideScopeCount += count;
    }

    internal void Disposed(int count, bool inScope)
    {
        if (inScope)
            DisposedInScopeCount += count;
        else
            DisposedOutsideScopeCount += count;
    }

    public override string ToString() => Text(ThreadTotalLiveCount, CreatedOutsideScopeCount, DisposedOutsideScopeCount, CreatedInScopeCount, DisposedInScopeCount, AttachedToScopeCount, DetachedFromScopeCount);

    internal static string Text(long live, long createdOutside, long disposedOutside, long createdInside, long disposedInside, long attached, long detached) =>
        $"ThreadTotalLiveCount: {live}; CreatedOutsideScopeCount: {createdOutside}; DisposedOutsideScopeCount: {disposedOutside}; " +
        $"CreatedInScopeCount: {createdInside}; DisposedInScopeCount: {disposedInside}; AttachedToScopeCount: {attached}; DetachedFromScopeCount: {detached}";
}
