// Reads a run's record while it is being written.
namespace PluginHost.App;

/// <summary>Reads <c>events.jsonl</c> as it grows. A line is taken when it is whole.</summary>
/// <param name="runDirectory">The run's folder; the file need not be there yet.</param>
internal sealed class EventTail(string runDirectory) : IDisposable
{
    private readonly string _path = Path.Join(runDirectory, "events.jsonl");
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly MemoryStream _partial = new();
    private FileStream? _file;
    private long _lines;

    /// <summary>The events that were written since the last call.</summary>
    public IEnumerable<RunEvent> Read()
    {
        foreach (var line in ReadLines()) yield return line.Event();
    }

    /// <summary>The whole lines that were written since the last call.</summary>
    public IEnumerable<RecordLine> ReadLines()
    {
        if (_file is null)
        {
            if (!File.Exists(_path)) yield break;
            _file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }

        while (_file.Read(_buffer, 0, _buffer.Length) is var count and > 0)
        {
            var start = 0;
            while (Array.IndexOf(_buffer, (byte)'\n', start, count - start) is var end and >= 0)
            {
                _partial.Write(_buffer, start, end - start);
                start = end + 1;
                var line = _partial.ToArray();
                _partial.SetLength(0);
                _lines++;
                if (line.Length > 0) yield return new RecordLine(_lines, line);
            }

            _partial.Write(_buffer, start, count - start);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _partial.Dispose();
    }
}
