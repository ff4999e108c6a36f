// The record of a run: what happened, an event a line, in the order in which it happened.
using System.Text;
using System.Text.Json;

namespace PluginHost.Engine;

/// <summary>
/// Appends events to <c>events.jsonl</c> in the run's folder and hands them to whoever listens in this process. A record that cannot be
/// written (a full disk) never stops training: the fault is kept in <see cref="Fault"/> and said once.
/// </summary>
public sealed class RunRecord : IDisposable
{
    /// <summary>The file's name in the run's folder.</summary>
    public const string FileName = "events.jsonl";

    private readonly Lock _gate = new();
    private readonly FileStream? _file;
    private bool _broken;

    /// <summary>Opens the record of a run, behind what is there.</summary>
    /// <param name="runDirectory">The run's folder.</param>
    public RunRecord(string runDirectory)
    {
        _file = new FileStream(Path.Join(runDirectory, FileName), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        Begin = _file.CanSeek ? _file.Length : 0;
        _broken = EndsInALine(runDirectory) is false;
    }

    private RunRecord()
    {
    }

    /// <summary>A record that is written nowhere: that of a rank above 0, whose events are those of rank 0.</summary>
    public static RunRecord Unwritten() => new();

    /// <summary>Where in the file the first line of this worker begins, or half a line that an earlier one left.</summary>
    public long Begin { get; }

    /// <summary>Raised for each event, after it is written, on the thread that published it.</summary>
    public event Action<RunEvent>? Published;

    /// <summary>Raised on the run's thread when a stage is built, for whoever keeps what a run was made of; not written.</summary>
    public event Action<StageFacts>? StageBuilt;

    /// <summary>Takes the sentence when the record cannot be written, once for each time that this begins.</summary>
    public event Action<string>? Unwritable;

    /// <summary>Why the record cannot be written; null while it can.</summary>
    public string? Fault { get; private set; }

    /// <summary>How the run ended, as it was published; null while it has not.</summary>
    public RunEnded? Ended { get; private set; }

    /// <summary>Tells that a stage is built.</summary>
    internal void Tell(StageFacts stage) => StageBuilt?.Invoke(stage);

    /// <summary>Writes an event and hands it on.</summary>
    public void Publish(RunEvent happened)
    {
        if (happened is RunEnded ended) Ended = ended;
        var line = JsonSerializer.SerializeToUtf8Bytes(happened, SdkJson.Default.RunEvent);
        Array.Resize(ref line, line.Length + 1);
        line[^1] = (byte)'\n';
        lock (_gate)
        {
            try
            {
                // One write a line, so that whoever reads along never sees two lines mixed.
                _file?.Write(_broken ? [(byte)'\n', .. line] : line);
                (_broken, Fault) = (false, null);
            }
            catch (IOException fault) when (Fault is null)
            {
                (_broken, Fault) = (true, fault.Message);
                Unwritable?.Invoke($"The run's record cannot be written ({fault.Message.TrimEnd('.')}); training goes on without it.");
            }
            catch (IOException)
            {
                // Said once above; training goes on, and the next write may succeed again.
            }
        }

        Published?.Invoke(happened);
    }

    /// <summary>The events of a run's folder so far; a last line that is not complete is left out.</summary>
    public static IEnumerable<RunEvent> ReadAll(string runDirectory)
    {
        var path = Path.Join(runDirectory, FileName);
        if (!File.Exists(path)) yield break;
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[^1] != '}') continue;
            RunEvent? happened;
            try
            {
                happened = JsonSerializer.Deserialize(line, SdkJson.Default.RunEvent);
            }
            catch (JsonException)
            {
                // Half a line, left by a power cut or a full disk.
                continue;
            }

            if (happened is not null) yield return happened;
        }
    }

    // Half a line, left by a power cut or a full disk, has to end before the next one begins: else that would be lost with it.
    private static bool? EndsInALine(string runDirectory)
    {
        try
        {
            using var file = new FileStream(Path.Join(runDirectory, FileName), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            if (!file.CanSeek || file.Length == 0) return null;
            file.Position = file.Length - 1;
            return file.ReadByte() == '\n';
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
