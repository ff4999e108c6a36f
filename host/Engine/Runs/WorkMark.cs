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
/// The first page of a file in the run's folder, mapped into memory: noting what begins is a store of four bytes, and the kernel keeps the page
/// whatever becomes of the process. The names of what can be at work are written when a stage begins. Written by the run's thread.
/// </summary>
public sealed unsafe class WorkMark : IDisposable
{
    private const string FileName = "work-mark";
    private const int Size = 1 << 16, Names = 64, NameSize = 2046, Callbacks = 20;

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

    /// <summary>Whether what is at work belongs to a step, and not to what comes between steps.</summary>
    public bool IsInStep => *(int*)_page is >= (int)Work.Data and <= (int)Work.Update;

    /// <summary>Whether a checkpoint is being written, which may take as long as its disk does.</summary>
    public bool IsSaving => *(int*)_page == (int)Work.Saving;

    /// <summary>What computed a stage's loss, for whoever has to say that it is not finite.</summary>
    internal string Computing => $"{Read(new ReadOnlySpan<byte>(_page, Size), Work.Loss).Title} after {Read(new ReadOnlySpan<byte>(_page, Size), Work.Forward).Title}";

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
    /// <param name="runDirectory">The run's folder.</param>
    /// <param name="plan">The stage.</param>
    /// <param name="origin">The plugin that a component is from; null where that is not known.</param>
    internal void Begin(string runDirectory, StagePlan plan, Func<Component, PluginOrigin?> origin)
    {
        Map(runDirectory);
        Enter(Work.Building);
        *(long*)(_page + 8) = 0;
        // Several may be at work in a pass, and which of them crashed nothing tells; what is newest comes first.
        List<Component?> forward = [.. plan.Adapters.Select(adapter => adapter.Fresh), plan.Model, plan.Objective];
        Name(Work.Recipe, "the recipe's own code");
        Name(Work.Building, $"the building of the stage \"{plan.Name}\"");
        Name(Work.Data, plan.Data.Title, plan.Data);
        Name(Work.Forward, $"the forward pass of {Titles(forward)}", [.. forward]);
        Name(Work.Loss, plan.Loss?.Title ?? "loss", plan.Loss);
        Name(Work.Backward, $"the backward pass of {Titles([plan.Loss, .. forward])}", [plan.Loss, .. forward]);
        Name(Work.Update, plan.Optimizer?.Title ?? "optimizer", plan.Optimizer);
        Name(Work.Evaluating, $"the evaluation of {Titles([plan.Loss, .. plan.Metrics, .. forward])}", [plan.Loss, .. plan.Metrics, .. forward]);
        Name(Work.Saving, "the writing of a checkpoint");
        Name(Work.Reloading, "the reload of a plugin");
        for (var i = 0; i < Math.Min(plan.Callbacks.Count, Callbacks); i++) Name(Work.Callback + i, plan.Callbacks[i].Title, plan.Callbacks[i]);

        static string Titles(IEnumerable<Component?> components) => string.Join(", ", components.OfType<Component>().Select(component => component.Title));

        void Name(Work work, string title, params ReadOnlySpan<Component?> components)
        {
            var origins = new List<PluginOrigin>();
            foreach (var component in components)
                if (component is not null && origin(component) is { } from && !origins.Contains(from)) origins.Add(from);
            Write(work, title, origins);
        }
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

    private void Write(Work work, string component, IEnumerable<PluginOrigin> origins)
    {
        var text = Encoding.UTF8.GetBytes(component + string.Concat(origins.Select(origin => $"\t{origin.Plugin}\t{origin.File}")));
        var length = (ushort)Math.Min(text.Length, NameSize);
        var place = new Span<byte>(_page + Names + ((int)work * (NameSize + 2)), NameSize + 2);
        place.Clear();
        BitConverter.TryWriteBytes(place, length);
        text.AsSpan(0, length).CopyTo(place[2..]);
    }

    private static Note Read(ReadOnlySpan<byte> page) => Read(page, (Work)Math.Clamp(BitConverter.ToInt32(page), 0, (int)Work.Callback + Callbacks - 1));

    private static Note Read(ReadOnlySpan<byte> page, Work work)
    {
        var place = page.Slice(Names + ((int)work * (NameSize + 2)), NameSize + 2);
        var parts = Encoding.UTF8.GetString(place.Slice(2, Math.Min((int)BitConverter.ToUInt16(place), NameSize))).Split('\t');
        var origins = new List<PluginOrigin>();
        for (var i = 1; i + 1 < parts.Length; i += 2) origins.Add(new PluginOrigin(parts[i], parts[i + 1].Length > 0 ? parts[i + 1] : null));
        return new Note(parts[0].Length > 0 ? parts[0] : null, origins, BitConverter.ToInt64(page[8..]));
    }

    /// <summary>What was at work.</summary>
    /// <param name="Component">As in <c>loss "focal"</c>; null where that is not known.</param>
    /// <param name="Origins">The plugins whose code it may be; empty where that is not known.</param>
    /// <param name="Step">The stage's steps done.</param>
    public sealed record Note(string? Component, IReadOnlyList<PluginOrigin> Origins, long Step)
    {
        /// <summary>The names of <see cref="Origins"/>; null where there are none.</summary>
        public string? Plugin => Origins.Count == 0 ? null : string.Join(", ", Origins.Select(origin => origin.Plugin));

        /// <summary>As in <c>loss "focal" (plugin "acme", /plugins/acme/acme.dll)</c>; empty where the component is not known.</summary>
        public string Title => Component is null ? "" : Origins.Count == 0 ? Component
            : $"{Component} ({(Origins.Count == 1 ? "" : "one of: ")}{string.Join("; ", Origins)})";
    }
}
