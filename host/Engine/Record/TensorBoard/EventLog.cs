// The file that TensorBoard reads, filled from the events of one worker.
namespace PluginHost.Engine.TensorBoard;

/// <summary>
/// <c>tensorboard/events.out.tfevents.…</c> in the run's folder, one for each start of a worker. Tags begin with the stage, as in
/// <c>01-gpt/loss</c>, because each stage counts its own steps.
/// </summary>
internal sealed class EventLog : IDisposable
{
    /// <summary>The folder's name in the run's folder.</summary>
    public const string FolderName = "tensorboard";

    private const int AtOnce = 1 << 20;

    private readonly EventFile _events;
    private readonly Dictionary<long, string> _stages = [];
    private readonly string _path;
    private FileStream? _file;
    private long _good;

    /// <summary>Names the file; it is made with the first event.</summary>
    /// <param name="runDirectory">The run's folder.</param>
    /// <param name="from">Where in events.jsonl the worker's first line begins; those before are an earlier worker's.</param>
    /// <param name="started">When the worker started.</param>
    public EventLog(string runDirectory, long from, DateTimeOffset started)
    {
        _events = new EventFile(runDirectory);
        // Each worker announces the stages that it works on, so nothing before is needed.
        _events.Seek(0, from);
        _path = Path.Join(runDirectory, FolderName, $"events.out.tfevents.{started.ToUnixTimeSeconds():D10}.{Environment.MachineName}.{Environment.ProcessId}.0");
    }

    /// <summary>Writes what has happened since the last call.</summary>
    /// <exception cref="IOException">The file cannot be written now; the same is written by a later call.</exception>
    public void CatchUp()
    {
        Open();
        while (true)
        {
            var (lines, position) = (_events.Lines, _events.Position);
            var read = _events.Read(AtOnce);
            if (read.Count == 0) return;
            using var records = new MemoryStream();
            foreach (var line in read) Add(records, line);
            try
            {
                Write(records);
            }
            catch
            {
                _events.Seek(lines, position);
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _events.Dispose();
    }

    private void Open()
    {
        if (_good > 0) return;
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        // A reader keeps no lock, and whoever tidies up may delete the file.
        _file ??= new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var version = new MemoryStream();
        EventFrame.Append(version, EventMessage.Version(Seconds(DateTimeOffset.UtcNow)));
        Write(version);
    }

    private void Add(MemoryStream records, EventLine line)
    {
        if (line is { Type: "stage-started", Stage: { } begun }) _stages[begun] = $"{begun:D2}-{line.Word("name")}";
        if (line is not { Stage: { } stage, Step: { } step, Moment: { } moment }) return;
        var prefix = _stages.GetValueOrDefault(stage) ?? $"{stage:D2}";
        var scalars = line.Figures().Select(figure => ($"{prefix}/{figure.Name}", figure.Value)).ToList();
        if (scalars.Count > 0) EventFrame.Append(records, EventMessage.Scalars(Seconds(moment), step, scalars));
    }

    // A record that was cut off by a full disk would end the file for its readers, so the next attempt begins where it began.
    private void Write(MemoryStream records)
    {
        _file!.Position = _good;
        _file.Write(records.GetBuffer(), 0, (int)records.Length);
        _good = _file.Position;
    }

    private static double Seconds(DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).TotalSeconds;
}
