// Real workers that are killed at named points, or whose disk fails there.
using System.Diagnostics;
using System.Globalization;
using PluginHost.Engine;
using Xunit;

namespace PluginHost.Tests.Faults;

public sealed class WorkerFaultTests : IDisposable
{
    private readonly FaultRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_worker_that_is_killed_anywhere_goes_on_to_the_same_end()
    {
        var (points, weights, _) = Undisturbed();
        var random = new Random(FaultSuite.Seed);
        for (var kill = 0; kill < FaultSuite.Kills; kill++)
        {
            var point = points[random.Next(points.Count)];
            var directory = _run.Begin($"kill-{kill}");
            var where = $"killed at {point} (seed {FaultSuite.Seed}, kill {kill})";
            Assert.True(_run.Work(directory, ("PLUGINHOST_FAULTS", point + "=kill")) == 137, $"{where}: it was not killed");
            // What the record calls saved is saved.
            var acknowledged = RunRecord.ReadAll(directory).OfType<CheckpointSaved>().LastOrDefault()?.Step;
            _run.Begin($"kill-{kill}", resume: true);
            Assert.True(_run.Work(directory) == 0, $"{where}: {FaultRun.Ended(directory)?.Message}");
            var resumedAt = RunRecord.ReadAll(directory).OfType<StageStarted>().Last().Step;
            Assert.True(resumedAt >= (acknowledged ?? 0) || RunRecord.ReadAll(directory).OfType<StageStarted>().Count() == 1, $"{where}: step {acknowledged} was saved, and it went on from {resumedAt}");
            Assert.True(weights.AsSpan().SequenceEqual(FaultRun.Weights(directory)), $"{where}: the resumed run ended with other weights");
        }
    }

    [Fact]
    public void A_disk_that_fails_anywhere_is_survived_or_ends_the_run_with_a_sentence()
    {
        var (points, weights, _) = Undisturbed();
        var random = new Random(FaultSuite.Seed);
        var faults = points.Select(point => point[..point.LastIndexOf('@')]).Distinct(StringComparer.Ordinal)
            .SelectMany(point => Actions(point).Select(action => (Point: points.Last(visit => visit.StartsWith(point + "@", StringComparison.Ordinal)), Action: action))).ToList();
        if (FaultSuite.Errors is { } few) faults = [.. random.GetItems(faults.ToArray(), few)];
        var (wentOn, stopped) = (0, 0);
        for (var index = 0; index < faults.Count; index++)
        {
            var (point, action) = faults[index];
            var directory = _run.Begin($"fault-{index}");
            var code = _run.Work(directory, ("PLUGINHOST_FAULTS", $"{point}={action}"));
            var ended = FaultRun.Ended(directory);
            if (code == 0)
            {
                wentOn++;
                Assert.True(weights.AsSpan().SequenceEqual(FaultRun.Weights(directory)), $"{action} at {point}: it went on and ended with other weights");
                continue;
            }

            stopped++;
            Assert.True(code is 1 or 3 or 4 && ended is { Message.Length: > 20 }, $"{action} at {point}: exit code {code} and no sentence");
            _run.Begin($"fault-{index}", resume: true);
            Assert.True(_run.Work(directory) == 0, $"{action} at {point}, resumed: {FaultRun.Ended(directory)?.Message}");
            Assert.True(weights.AsSpan().SequenceEqual(FaultRun.Weights(directory)), $"{action} at {point}: the resumed run ended with other weights");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{faults.Count} faults: {wentOn} went on, {stopped} stopped with a sentence.");
    }

    [Fact]
    public void A_worker_that_is_stopped_and_continued_ends_the_same()
    {
        var (_, weights, _) = Undisturbed();
        var directory = _run.Begin("frozen", steps: 24);
        using var worker = _run.Start(directory);
        while (!worker.HasExited && !RunRecord.ReadAll(directory).OfType<StepTaken>().Any()) Thread.Sleep(5);
        Send(worker.Id, "STOP");
        Thread.Sleep(500);
        Send(worker.Id, "CONT");
        Assert.True(worker.WaitForExit(TimeSpan.FromMinutes(1)));
        Assert.Equal(0, worker.ExitCode);
        Assert.Equal(weights, FaultRun.Weights(directory));
    }

    [Fact]
    public void A_disk_that_is_really_full_is_told_and_training_comes_to_its_end_or_stops_with_a_sentence()
    {
        var mount = Directory.CreateTempSubdirectory("pluginhost-small-").FullName;
        var mounted = Run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", mount) == 0;
        try
        {
            Assert.SkipUnless(mounted, "A small tmpfs cannot be mounted here.");
            using var run = new FaultRun(Directory.CreateDirectory(Path.Join(mount, "runs")).FullName);
            var directory = run.Begin("full");
            // What is left is too little for a checkpoint.
            File.WriteAllBytes(Path.Join(mount, "ballast"), new byte[Math.Max(0, new DriveInfo(mount).AvailableFreeSpace - 60_000)]);
            var code = run.Work(directory);
            Assert.Contains(RunRecord.ReadAll(directory), happened => happened is Warned { Message: var warned } && warned.Contains("could not be written (No space left", StringComparison.Ordinal)
                || happened is RunEnded { Message: { } end } && end.Contains("No space left", StringComparison.Ordinal));
            Assert.True(code is 0 or 1, $"exit code {code}");
            File.Delete(Path.Join(mount, "ballast"));
            run.Begin("full", resume: true);
            Assert.True(run.Work(directory) == 0, FaultRun.Ended(directory)?.Message);
        }
        finally
        {
            if (mounted) Run("umount", mount);
            Directory.Delete(mount);
        }
    }

    [Fact]
    public void A_checkpoint_folder_that_cannot_be_written_is_told()
    {
        Undisturbed();
        var directory = _run.Begin("read-only");
        // A file where the folder would be: root may write into any folder, and nobody into this.
        Directory.CreateDirectory(Path.Join(directory, "stages", "01-gpt"));
        File.WriteAllText(Path.Join(directory, "stages", "01-gpt", "checkpoints"), "");
        Assert.Equal(0, _run.Work(directory));
        Assert.Contains(RunRecord.ReadAll(directory).OfType<Warned>(), warned => warned.Message.Contains("could not be written", StringComparison.Ordinal) && warned.Message.Contains("training goes on", StringComparison.Ordinal));
    }

    private (List<string> Points, byte[] Weights, RunEnded Ended) Undisturbed()
    {
        var directory = _run.Begin("undisturbed");
        var log = Path.Join(_run.Folder, "points");
        Assert.True(_run.Work(directory, ("PLUGINHOST_FAULT_LOG", log)) == 0, FaultRun.Ended(directory)?.Message ?? "no end");
        return ([.. File.ReadLines(log).Distinct(StringComparer.Ordinal)], FaultRun.Weights(directory), FaultRun.Ended(directory)!);
    }

    private static string[] Actions(string point) => point switch
    {
        _ when point.EndsWith(":after", StringComparison.Ordinal) => ["delay"],
        _ when point.StartsWith("write:", StringComparison.Ordinal) => ["eio", "enospc", "short", "delay"],
        _ => ["eio", "enospc"],
    };

    private static void Send(int process, string signal) => Run("kill", $"-{signal}", process.ToString(CultureInfo.InvariantCulture));

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
