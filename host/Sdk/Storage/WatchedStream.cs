// A file's stream whose writes can fail on purpose and are traced.
namespace PluginHost;

/// <summary>Passes writes on, as <see cref="FaultPoints"/> lets it, and tells <see cref="DiskTrace"/>.</summary>
/// <param name="file">The file.</param>
/// <param name="path">Its path.</param>
internal sealed class WatchedStream(FileStream file, string path) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => throw new NotSupportedException("Files that must survive are written from front to back.");
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var cut = FaultPoints.CutsWrite(path);
        if (cut) buffer = buffer[..(buffer.Length / 2)];
        var at = file.Position;
        file.Write(buffer);
        DiskTrace.Write(path, at, buffer);
        if (cut) throw FaultPoints.NoSpace(path);
        FaultPoints.At("write", path, before: false);
    }

    public override void Flush() => file.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
