// Reads events.jsonl from any line on, and knows where in the file each line lies.
namespace PluginHost.Engine;

/// <summary>Reads a run's events as they are written. A line is taken when it is whole.</summary>
/// <param name="runDirectory">The run's folder; the file need not be there yet.</param>
internal sealed class EventFile(string runDirectory) : IDisposable
{
    private readonly string _path = Path.Join(runDirectory, RunRecord.FileName);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly MemoryStream _partial = new();
    private FileStream? _file;

    /// <summary>The whole lines behind the position.</summary>
    public long Lines { get; private set; }

    /// <summary>Where the next line begins.</summary>
    public long Position { get; private set; }

    /// <summary>How long the file is; 0 while it is not there.</summary>
    public long Length => Open() ? _file!.Length : 0;

    /// <summary>Goes to the beginning of a line that was read before.</summary>
    /// <param name="lines">The lines before it.</param>
    /// <param name="position">Where it begins.</param>
    public void Seek(long lines, long position)
    {
        (Lines, Position) = (lines, position);
        _partial.SetLength(0);
    }

    /// <summary>Whether a line of these bytes ends where <paramref name="position"/> is: whether it is still the file that it was.</summary>
    public bool EndsAt(long position, ReadOnlySpan<byte> line)
    {
        if (position == 0) return true;
        if (Length < position || position < line.Length + 1) return false;
        _file!.Position = position - line.Length - 1;
        var there = new byte[line.Length + 1];
        _file.ReadExactly(there);
        return there[^1] == '\n' && line.SequenceEqual(there.AsSpan(0, line.Length));
    }

    /// <summary>The next whole lines, as many as fit into about so many bytes and at least one; none when there are no more yet.</summary>
    /// <param name="bytes">About how much is read at once.</param>
    public List<EventLine> Read(int bytes)
    {
        var lines = new List<EventLine>();
        if (!Open()) return lines;
        _file!.Position = Position + _partial.Length;
        for (var taken = 0; (taken < bytes || lines.Count == 0) && _file.Read(_buffer, 0, _buffer.Length) is var count and > 0; taken += count)
        {
            var start = 0;
            while (Array.IndexOf(_buffer, (byte)'\n', start, count - start) is var end and >= 0)
            {
                _partial.Write(_buffer, start, end - start);
                start = end + 1;
                var text = _partial.ToArray();
                _partial.SetLength(0);
                (Lines, Position) = (Lines + 1, Position + text.Length + 1);
                lines.Add(EventLine.Of(Lines, Position, text));
            }

            _partial.Write(_buffer, start, count - start);
        }

        return lines;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _partial.Dispose();
    }

    private bool Open()
    {
        if (_file is not null) return true;
        if (!File.Exists(_path)) return false;
        _file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return true;
    }
}
