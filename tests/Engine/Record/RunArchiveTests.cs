// The archive beside a run: what it keeps, and that a fault of it is told once and stops nothing.
using System.Diagnostics;
using PluginHost.Engine;
using Xunit;

namespace PluginHost.Tests.Engine.Record;

public sealed class RunArchiveTests : IDisposable
{
    private readonly RecordFolder _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_database_that_cannot_be_made_is_told_of_once_and_caught_up_with()
    {
        // A folder in its place: it can neither be opened nor made.
        Directory.CreateDirectory(_run.Database);
        using var record = new RunRecord(_run.Path);
        using (var archive = Attach(record))
        {
            record.Publish(new StepTaken(1, 1, 1, 0.1, null, 1));
            Await(() => Warnings() == 1, "the warning");
            // Tried again meanwhile, and not told again.
            Thread.Sleep(1200);
            Assert.Equal(1, Warnings());
            Directory.Delete(_run.Database);
            Await(() => RunRecord.ReadAll(_run.Path).OfType<Noted>().Any(note => note.Message.StartsWith("run.sqlite is written again", StringComparison.Ordinal)), "the recovery");
            record.Publish(new RunEnded(RunStatus.Done, 0, null, null, []));
        }

        Assert.Equal($"{_run.Lines}", _run.Ask("SELECT count(*) FROM events"));
        Assert.True(File.Exists(Path.Join(_run.Path, ProvenanceFile.FileName)));
    }

    [Fact]
    public void Before_the_first_step_nothing_is_written()
    {
        using var record = new RunRecord(_run.Path);
        using var archive = Attach(record);
        record.Publish(new Noted("not a step"));
        Thread.Sleep(300);
        Assert.False(File.Exists(_run.Database));
        record.Publish(new StepTaken(1, 1, 1, 0.1, null, 1));
        Await(() => File.Exists(_run.Database), "the database");
    }

    [Fact]
    public void Half_a_line_that_a_worker_left_takes_no_line_with_it()
    {
        _run.Write("{\"type\":\"no");
        _run.Publish(new Noted("whole"));
        Assert.Equal("whole", Assert.IsType<Noted>(Assert.Single(RunRecord.ReadAll(_run.Path))).Message);
    }

    private RunArchive Attach(RunRecord record)
    {
        var archive = new RunArchive();
        archive.Attach(new RunRequest { Name = "a", Recipe = "/a.csx", BaseDirectory = _run.Path, Home = _run.Path, RunDirectory = _run.Path }, record, () => []);
        return archive;
    }

    private int Warnings() => RunRecord.ReadAll(_run.Path).OfType<Warned>().Count(warned => warned.Message.StartsWith("run.sqlite cannot be written", StringComparison.Ordinal));

    private static void Await(Func<bool> holds, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{what} did not come");
            Thread.Sleep(20);
        }
    }
}
