// TensorBoard's file, read back by code that shares nothing with what wrote it.
using System.Diagnostics;
using PluginHost.Engine.TensorBoard;
using Xunit;
using EventLog = PluginHost.Engine.TensorBoard.EventLog;

namespace PluginHost.Tests.Engine.Record;

public sealed class EventLogTests : IDisposable
{
    // Python's own bit-by-bit CRC-32C and its own reading of the wire format; it prints a line a record.
    private const string Reader = """
        import struct, sys
        def crc(data):
            c = 0xffffffff
            for byte in data:
                c ^= byte
                for _ in range(8): c = (c >> 1) ^ (0x82f63b78 if c & 1 else 0)
            return c ^ 0xffffffff
        def masked(data):
            c = crc(data)
            return (((c >> 15) | (c << 17)) + 0xa282ead8) & 0xffffffff
        def fields(data):
            at = 0
            def number():
                nonlocal at
                value = shift = 0
                while True:
                    byte = data[at]; at += 1
                    value |= (byte & 127) << shift; shift += 7
                    if byte < 128: return value
            while at < len(data):
                key = number(); form = key & 7
                if form == 0: value = number()
                elif form == 1: value = struct.unpack('<d', data[at:at + 8])[0]; at += 8
                elif form == 5: value = struct.unpack('<f', data[at:at + 4])[0]; at += 4
                else:
                    size = number(); value = data[at:at + size]; at += size
                yield key >> 3, value
        assert crc(b'123456789') == 0xe3069283 and crc(bytes(32)) == 0x8a9136aa
        data = open(sys.argv[1], 'rb').read(); at = 0
        while at < len(data):
            head = data[at:at + 8]; size = struct.unpack('<Q', head)[0]
            assert struct.unpack('<I', data[at + 8:at + 12])[0] == masked(head), 'length'
            record = data[at + 12:at + 12 + size]
            assert struct.unpack('<I', data[at + 12 + size:at + 16 + size])[0] == masked(record), 'record'
            at += 16 + size
            event = dict(fields(record))
            if 3 in event: print(event[3].decode())
            if 5 in event:
                scalars = [dict(fields(v)) for f, v in fields(event[5])]
                print(event[2], ' '.join('%s=%.4g' % (s[1].decode(), s[2]) for s in scalars))
        assert at == len(data)
        """;

    private readonly RecordFolder _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void The_sums_are_those_of_the_format()
    {
        // RFC 3720, B.4; and the mask of the record format.
        Assert.Equal(0xe3069283, EventFrame.Crc32C("123456789"u8));
        Assert.Equal(0x8a9136aau, EventFrame.Crc32C(new byte[32]));
        Assert.Equal(0x62a8ab43u, EventFrame.Crc32C([.. Enumerable.Repeat((byte)0xff, 32)]));
        Assert.Equal(unchecked(((0xe3069283u >> 15) | (0xe3069283u << 17)) + 0xa282ead8u), EventFrame.Masked("123456789"u8));
    }

    [Fact]
    public void Another_reader_finds_every_scalar()
    {
        _run.PublishSteps(0, 2);
        using (var log = new EventLog(_run.Path, 0, DateTimeOffset.UnixEpoch))
        {
            log.CatchUp();
            _run.Publish(new Evaluated(1, 2, new Dictionary<string, double> { ["accuracy"] = 0.75 }), new Charted(1, 2, "alpha", 4));
            log.CatchUp();
            log.CatchUp();
        }

        Assert.Equal("""
            brain.Event:2
            1 01-gpt/loss=1 01-gpt/learning_rate=0.01 01-gpt/gradient_norm=2 01-gpt/items_per_second=100
            2 01-gpt/loss=0.5 01-gpt/learning_rate=0.01 01-gpt/gradient_norm=2 01-gpt/items_per_second=100
            2 01-gpt/eval/accuracy=0.75
            2 01-gpt/chart/alpha=4
            """, Read());
    }

    [Fact]
    public void A_worker_writes_its_own_events_only()
    {
        _run.PublishSteps(0, 2);
        var from = new FileInfo(Path.Join(_run.Path, PluginHost.Engine.RunRecord.FileName)).Length;
        _run.PublishSteps(2, 3);
        using (var log = new EventLog(_run.Path, from, DateTimeOffset.UnixEpoch)) log.CatchUp();
        Assert.Equal(["brain.Event:2", "3"], Read().Split('\n').Select(line => line.Split(' ')[0]));
    }

    private string Read()
    {
        var file = Directory.GetFiles(Path.Join(_run.Path, EventLog.FolderName)).Single();
        Assert.StartsWith("events.out.tfevents.", Path.GetFileName(file), StringComparison.Ordinal);
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Reader, file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (python.StandardOutput.ReadToEnd(), python.StandardError.ReadToEnd());
        python.WaitForExit();
        Assert.True(python.ExitCode == 0, errors);
        return output.TrimEnd('\n');
    }
}
