// Reads a run's record while it is being written.
using System.Text.Json;

namespace PluginHost.App;

/// <summary>
/// Reads <c>events.jsonl</c> as it grows. A line is taken when it is whole; one that cannot be read (a power cut can leave half of one)
/// becomes a warning that names it, and the rest goes on.
/// </summary>
/// <param name="runDirectory">The run's folder; the file need not be there yet.</param>
internal sealed class EventTail(string runDirectory) : IDisposable
{
    private readonly string _path = Path.Join(runDirectory, "events.jsonl");
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly MemoryStream _partial = new();
    private FileStream? _file;

    /// <summary>How many lines were taken.</summary>
    public long Lines { get; private set; }

    /// <summary>The events that were written since the last call.</summary>
    public IEnumerable<RunEvent> Read() => ReadLines().Select(Parse);

    /// <summary>The whole lines that were written since the last call, without their ends.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> ReadLines()
    {
        if (_file is null)
        {
            if (!File.Exists(_path)) yield break;
            _file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }

        while (_file.Read(_buffer) is var count and > 0)
        {
            var start = 0;
            while (_buffer.AsSpan(start, count - start).IndexOf((byte)'\n') is var length and >= 0)
            {
                _partial.Write(_buffer, start, length);
                start += length + 1;
                var line = _partial.ToArray();
                _partial.SetLength(0);
                Lines++;
                if (line.Length > 0) yield return line;
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

    private RunEvent Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line.Span, SdkJson.Default.RunEvent) ?? throw new JsonException("It is null.");
        }
        catch (JsonException fault)
        {
            return new Warned($"Line {Lines} of {_path} cannot be read and is left out: {fault.Message}");
        }
    }
}
