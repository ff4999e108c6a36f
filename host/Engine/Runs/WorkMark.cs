// A note of what is at work, which outlives the process that wrote it: a crash in native code tells nothing itself.
using System.IO.MemoryMappedFiles;
using System.Text;

namespace PluginHost.Engine;

/// <summary>What a run is doing, as <see cref="WorkMark"/> notes it; callbacks have the numbers behind <see cref="Callback"/>.</summary>
internal enum Work
{
    Recipe,
    Building,
    Data,
    Forward,
    Loss,
    Backward,
    Update,
    Evaluating,
    Saving,
    Reloading,
    Callback,
}

/// <summary>
/// One page of a file in the run's folder, mapped into memory: noting what begins is a store of four bytes, and the kernel keeps the page
/// whatever becomes of the process. The names of what can be at work are written when a stage begins. Written by the run's thread.
/// </summary>
public sealed unsafe class WorkMark : IDisposable
{
    private const string FileName = "work-mark";
    private const int Size = 4096, Names = 64, NameSize = 126, Callbacks = 20;

    private MemoryMappedFile? _file;
    private MemoryMappedViewAccessor? _view;
    // Before a stage begins, and where the file cannot be made, the note is in this process's own memory.
    private byte* _page = (byte*)System.Runtime.InteropServices.NativeMemory.AllocZeroed(Size);
    private readonly byte* _own;

    /// <summary>A mark that is nowhere but in memory.</summary>
    public WorkMark() => _own = _page;

    /// <summary>Steps and evaluated batches finished so far; read from any thread.</summary>
    public long Progress => Volatile.Read(ref *(long*)(_page + 16));

    /// <summary>What is at work now; read from any thread.</summary>
    public Note Now => Read(new ReadOnlySpan<byte>(_page, Size));

    /// <summary>A step or a batch is finished.</summary>
    internal void Advance() => Volatile.Write(ref *(long*)(_page + 16), *(long*)(_page + 16) + 1);

    /// <summary>So many steps of the stage are done.</summary>
    internal void StepDone(long step)
    {
        *(long*)(_page + 8) = step;
        Advance();
    }

    /// <summary>Something begins.</summary>
    /// <returns>What was at work before, to go back to.</returns>
    internal Work Enter(Work work, int index = 0)
    {
        var before = *(int*)_page;
        *(int*)_page = (int)work + Math.Min(index, Callbacks - 1);
        return (Work)before;
    }

    /// <summary>A stage begins: from here on the note is in the run's folder, with the names of the stage's components.</summary>
    internal void Begin(string runDirectory, StagePlan plan, Func<Component, string?> origin)
    {
        Map(runDirectory);
        Enter(Work.Building);
        *(long*)(_page + 8) = 0;
        Name(Work.Recipe, "the recipe's own code", null);
        Name(Work.Building, $"the building of the stage \"{plan.Name}\"", null);
        Name(Work.Data, plan.Data.Title, origin(plan.Data));
        var model = plan.Model?.Title ?? "model";
        Name(Work.Forward, $"the forward pass of {model} and {plan.Objective.Title}", origin(plan.Model ?? plan.Objective));
        Name(Work.Loss, plan.Loss?.Title ?? "loss", plan.Loss is null ? null : origin(plan.Loss));
        Name(Work.Backward, $"the backward pass of {model} and {plan.Loss?.Title ?? plan.Objective.Title}", origin(plan.Model ?? plan.Objective));
        if (plan.Optimizer is { } optimizer) Name(Work.Update, optimizer.Title, origin(optimizer));
        Name(Work.Evaluating, "the evaluation", null);
        Name(Work.Saving, "the writing of a checkpoint", null);
        Name(Work.Reloading, "the reload of a plugin", null);
        for (var i = 0; i < Math.Min(plan.Callbacks.Count, Callbacks); i++) Name(Work.Callback + i, plan.Callbacks[i].Title, origin(plan.Callbacks[i]));
    }

    /// <summary>What was at work last in a run's folder; null where nothing tells.</summary>
    public static Note? Of(string runDirectory)
    {
        try
        {
            var page = File.ReadAllBytes(Path.Join(runDirectory, FileName));
            return page.Length == Size ? Read(page) : null;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            // The worker never began a stage.
            return null;
        }
    }

    /// <summary>Removes an earlier worker's note, which one that dies before its first stage would be taken by.</summary>
    internal static void Forget(string runDirectory)
    {
        try
        {
            File.Delete(Path.Join(runDirectory, FileName));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be written is said elsewhere.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _page = _own;
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _file?.Dispose();
        _view = null;
        _file = null;
    }

    private void Map(string runDirectory)
    {
        if (_file is not null) return;
        try
        {
            var path = Path.Join(runDirectory, FileName);
            // Written, not only made longer: a page of a file with holes has no place on a disk that is full, and touching it ends the process.
            File.WriteAllBytes(path, new ReadOnlySpan<byte>(_page, Size));
            _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
            _view = _file.CreateViewAccessor(0, Size);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _page);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be written is said elsewhere; the note is worth no failure.
        }
    }

    private void Name(Work work, string component, string? plugin)
    {
        var text = Encoding.UTF8.GetBytes($"{component}\t{plugin}");
        var place = new Span<byte>(_page + Names + (int)work * (NameSize + 2), NameSize + 2);
        place.Clear();
        place[0] = (byte)Math.Min(text.Length, NameSize);
        text.AsSpan(0, place[0]).CopyTo(place[1..]);
    }

    private static Note Read(ReadOnlySpan<byte> page)
    {
        var work = Math.Clamp(BitConverter.ToInt32(page), 0, (int)Work.Callback + Callbacks - 1);
        var place = page.Slice(Names + work * (NameSize + 2), NameSize + 2);
        var parts = Encoding.UTF8.GetString(place.Slice(1, Math.Min((int)place[0], NameSize))).Split('\t');
        return new Note(parts[0].Length > 0 ? parts[0] : null, parts.Length > 1 && parts[1].Length > 0 ? parts[1] : null, BitConverter.ToInt64(page[8..]));
    }

    /// <summary>What was at work.</summary>
    /// <param name="Component">As in <c>loss "focal"</c>; null where that is not known.</param>
    /// <param name="Plugin">The plugin that it is from; null where that is not known.</param>
    /// <param name="Step">The stage's steps done.</param>
    public sealed record Note(string? Component, string? Plugin, long Step);
}
