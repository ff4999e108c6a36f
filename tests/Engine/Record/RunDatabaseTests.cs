// run.sqlite: every event once, whatever happens to the process, the file or the disk.
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using PluginHost.Engine;
using Xunit;

namespace PluginHost.Tests.Engine.Record;

public sealed class RunDatabaseTests : IDisposable
{
    private readonly RecordFolder _run = new();
    private readonly List<string> _said = [];

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Events_become_rows()
    {
        _run.PublishSteps(0, 3);
        _run.Publish(new Evaluated(1, 3, new Dictionary<string, double> { ["loss"] = 0.5, ["accuracy"] = 0.75 }), new Charted(1, 3, "alpha", 4),
            new CheckpointSaved(1, 3, Checkpoint("step-3", 100)), new Sampled("m", null, "Once", "Once upon"), new Noted("said"),
            new RunEnded(RunStatus.Done, 0, null, null, []));
        Assert.Equal(_run.Lines, CatchUp());
        Assert.Equal("a|a.csx|done|0", _run.Ask("SELECT name, recipe, status, exit_code FROM runs"));
        Assert.Equal("1|gpt|cpu|3|3", _run.Ask("SELECT stage, name, device, step, total_steps FROM stages"));
        Assert.Equal("1|1\n2|0.5\n3|0.333333333333333", _run.Ask("SELECT step, round(value, 15) FROM metrics WHERE name = 'loss' ORDER BY step"));
        Assert.Equal("chart/alpha|4\neval/accuracy|0.75\neval/loss|0.5", _run.Ask("SELECT name, value FROM metrics WHERE name LIKE '%/%' ORDER BY name"));
        Assert.Equal("1|3|checkpoints/step-3|100|0.5", _run.Ask("SELECT stage, step, path, bytes, metric FROM checkpoints"));
        Assert.Equal("Once|Once upon", _run.Ask("SELECT prompt, text FROM samples"));
        Assert.Equal("wal", _run.Ask("PRAGMA journal_mode"));
    }

    [Fact]
    public void An_event_of_a_type_that_is_not_known_and_half_a_line_are_kept_as_they_are()
    {
        _run.Write("{\"type\":\"worker-died\",\"time\":\"2026-01-01T00:00:00Z\",\"stage\":2,\"step\":5,\"signal\":9}\n{\"type\":\"no\nnull\n");
        Assert.Equal(3, CatchUp());
        Assert.Equal("1|worker-died|2|5\n2|unreadable||\n3|unreadable||", _run.Ask("SELECT line, type, stage, step FROM events ORDER BY line"));
        Assert.Equal("9", _run.Ask("SELECT json_extract(body, '$.signal') FROM events WHERE line = 1"));
        Assert.Equal("{\"type\":\"no", _run.Ask("SELECT body FROM events WHERE line = 2"));
    }

    [Fact]
    public void Steps_that_are_made_again_count_once()
    {
        _run.PublishSteps(0, 8);
        CatchUp();
        _run.PublishSteps(5, 7);
        CatchUp();
        Assert.Equal("1,2,3,4,5,6,7", _run.Ask("SELECT group_concat(step) FROM (SELECT step FROM metrics WHERE name = 'loss' ORDER BY step)"));
        Assert.Equal("2", _run.Ask("SELECT count(*) FROM workers"));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], MetricHistory.Of(_run.Path).First(series => series.Name == "loss").Values.Keys);
    }

    [Fact]
    public async Task A_process_that_is_killed_again_and_again_neither_loses_a_line_nor_takes_one_twice()
    {
        const int rounds = 6, lines = 4000;
        var program = Path.Join(AppContext.BaseDirectory, "PluginHost.Tests");
        for (var round = 0; round < rounds; round++)
        {
            _run.PublishSteps(0, lines);
            using var process = Process.Start(new ProcessStartInfo(program, ["reindex", _run.Path]) { RedirectStandardOutput = true })!;
            // It says when it begins; then it dies somewhere in its work.
            await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            await Task.Delay(20 * round, TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        CatchUp();
        Assert.Equal($"{_run.Lines}|{_run.Lines}|{rounds}", _run.Ask("SELECT count(*), max(line), (SELECT count(*) FROM workers) FROM events"));
        Assert.Equal($"{lines}", _run.Ask("SELECT count(*) FROM metrics WHERE name = 'loss'"));
        Assert.Empty(_said);
    }

    [Fact]
    public void A_lock_is_waited_for_and_then_everything_is_there()
    {
        _run.PublishSteps(0, 2);
        CatchUp();
        using var database = new RunDatabase(_run.Path, _said.Add);
        using (var other = new SqliteConnection($"Data Source={_run.Database};Pooling=False"))
        {
            other.Open();
            Execute(other, "PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE");
            _run.Publish(new Noted("meanwhile"));
            Assert.Contains("another program holds a lock", Assert.Throws<IOException>(() => database.CatchUp()).Message, StringComparison.Ordinal);
            Execute(other, "ROLLBACK");
        }

        Assert.Equal(1, database.CatchUp());
        Assert.Equal("meanwhile", _run.Ask("SELECT json_extract(body, '$.message') FROM events WHERE type = 'note'"));
    }

    [Fact]
    public void A_file_that_is_no_database_is_kept_aside_and_made_again()
    {
        File.WriteAllText(_run.Database, string.Concat(Enumerable.Repeat("this is no database. ", 100)));
        _run.PublishSteps(0, 2);
        Assert.Equal(_run.Lines, CatchUp());
        Assert.Contains("run.sqlite.damaged-", Assert.Single(_said), StringComparison.Ordinal);
        Assert.StartsWith("this is no database", File.ReadAllText(Directory.GetFiles(_run.Path, "run.sqlite.damaged-*").Single()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_of_other_events_is_made_again()
    {
        _run.PublishSteps(0, 9);
        CatchUp();
        File.Delete(Path.Join(_run.Path, RunRecord.FileName));
        _run.PublishSteps(0, 4);
        CatchUp();
        Assert.Equal($"{_run.Lines}|{_run.Lines}", _run.Ask("SELECT count(*), max(line) FROM events"));
    }

    [Fact]
    public void A_full_disk_is_an_error_that_passes()
    {
        var disk = Directory.CreateDirectory(Path.Join(_run.Path, "disk")).FullName;
        if (Shell("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk) != 0) Assert.Skip("Mounting a small file system is not allowed here.");
        try
        {
            using var small = new RunDatabase(disk, _said.Add);
            using (var record = new RunRecord(disk)) record.Publish(new RunStarted("a", "a.csx", 7, null));
            Assert.Equal(1, small.CatchUp());
            var filler = Path.Join(disk, "filler");
            using (var record = new RunRecord(disk))
                for (var i = 0; i < 200; i++) record.Publish(new Noted(new string('x', 400)));
            try
            {
                File.WriteAllBytes(filler, new byte[1 << 20]);
            }
            catch (IOException)
            {
                // It took what there was.
            }

            Assert.Throws<IOException>(() => small.CatchUp());
            File.Delete(filler);
            Shell("mount", "-o", "remount,size=4m", disk);
            Assert.Equal(200, small.CatchUp());
        }
        finally
        {
            Shell("umount", disk);
        }
    }

    /// <summary>The other end of the test that kills: says that it begins, and takes what there is.</summary>
    internal static int Reindex(string folder)
    {
        Console.Out.WriteLine("begins");
        Console.Out.Flush();
        RunIndex.CatchUp(folder, Console.Error.WriteLine);
        return 0;
    }

    private static int Shell(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private long CatchUp() => RunIndex.CatchUp(_run.Path, _said.Add);

    private string Checkpoint(string name, int bytes)
    {
        var folder = Directory.CreateDirectory(Path.Join(_run.Path, "checkpoints", name)).FullName;
        File.WriteAllBytes(Path.Join(folder, "state.safetensors"), new byte[bytes]);
        return folder;
    }
}
