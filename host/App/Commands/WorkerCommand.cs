// pluginhost worker [RUN_DIR]: the process that a run happens in. Started by `pluginhost run`, not by a person.
using System.Runtime.CompilerServices;
using PluginHost.Engine;
using PluginHost.Loading;
using PluginHost.Scripting;

namespace PluginHost.App;

/// <summary>
/// The worker. From its first line on libtorch loads on another thread; meanwhile this one reads the catalog and waits for the run's folder,
/// which comes as an argument or, so that nothing waits for the watcher, on standard input. The command line is not parsed with a library
/// here: that would cost more than everything else that happens before the first step.
/// </summary>
internal static class WorkerCommand
{
    private static readonly TimeSpan s_lastWords = TimeSpan.FromMilliseconds(300);

    /// <summary>Runs the worker to its end. Does not return: destructors of native libraries are no part of a run.</summary>
    public static int Execute(string? runDirectory)
    {
        var checkout = Checkout.Find();
        using var signals = new StopSignals();
        // Disposed of with the run; a worker that gets none ends with the process.
        var control = new LateControl();
        var archive = new RunArchive();
        RunThread.Prepare();
        FirstCalls.Make();
        TorchSharp.Native.Preload(FirstOperators.Make);
        var code = Run(checkout, signals, control, archive, runDirectory);
        Console.Out.Flush();
        Console.Error.Flush();
        Posix.Exit(code);
        return code;
    }

    private static int Run(Checkout checkout, StopSignals signals, LateControl control, RunArchive archive, string? runDirectory)
    {
        var world = RankVariables.AreSet ? WorldInfo.FromEnvironment() : null;
        var follows = world is { Rank: > 0 };
        Meeting? meeting = null;
        PluginCatalog? catalog = null;
        Exception? fault = null;
        try
        {
            catalog = new PluginCatalog(CatalogOptions.For(checkout.Artifacts));
        }
        catch (Exception early)
        {
            // Told in the run's record, once it is known where that is.
            fault = early;
        }

        if (follows && runDirectory is null)
        {
            meeting = Meeting.Join(world!);
            runDirectory = meeting.RunDirectory();
            if (!Directory.Exists(runDirectory))
                throw new SetupException($"Rank {world!.Rank} does not find the run's folder {runDirectory}: the folder of the runs (--runs-dir) has to be one that all machines share.");
        }

        runDirectory ??= Posix.ReadText(0).Split('\n')[0];
        // The watcher ended before it named a run: a wrong command line, a recipe that was not trusted.
        if (runDirectory.Length == 0) return 0;
        var voice = new WorkerVoice();
        // Of several processes of one run the first speaks for all.
        if (!follows && Worker.Claim(runDirectory) is { } other)
        {
            voice.Say($"The run {runDirectory} is still at work (process {other}), so a second one was not begun.");
            return 2;
        }

        var complaints = follows ? Posix.Duplicate(2) : -1;
        Posix.RedirectOutput(Path.Join(runDirectory, follows ? $"worker-{world!.Rank}.log" : "worker.log"));
        using var record = follows ? RunRecord.Unwritten() : new RunRecord(runDirectory);
        if (follows)
            record.Published += happened =>
            {
                // The end of a rank above 0 is told in its log and to whoever started it; the run's record is rank 0's.
                if (happened is not RunEnded { ExitCode: not 0, Message: { } message } ended) return;
                Log(ended.Detail ?? message);
                _ = Posix.WriteText(complaints, $"Rank {world!.Rank} of {world.Size}: {message}\n");
            };
        record.Unwritable += voice.Say;
        record.Unwritable += Log;
        WorkMark? mark = null;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Posix.Exit(Tell(record, voice, Fail(record, runDirectory, PluginFault.Exited(mark))));
        try
        {
            var request = RunRequest.Load(runDirectory);
            Environment.CurrentDirectory = request.BaseDirectory;
            return Tell(record, voice, fault is null ? Run(checkout, signals, control, archive, catalog!, request, record, world, meeting, seen => mark = seen) : Fail(record, request.RunDirectory, fault));
        }
        catch (RankFault lost) when (lost.Lost && RanksStartAgain(runDirectory, world))
        {
            return Lose(record, lost);
        }
        catch (Exception failure)
        {
            return Tell(record, voice, Fail(record, runDirectory, failure));
        }
    }

    // A launcher that started the ranks decides itself what becomes of them; those of --nproc the run's supervisor starts again.
    private static bool RanksStartAgain(string runDirectory, WorldInfo? world) => world is null && Worker.SupervisorOf(runDirectory) is not null;

    private static int Lose(RunRecord record, RankFault lost)
    {
        Log(lost.Message);
        record.Publish(new Warned(lost.Message));
        return RecoverCommand.RankLost;
    }

    // Where the record cannot be written, whoever started the worker would not know how the run ended.
    private static int Tell(RunRecord record, WorkerVoice voice, int code)
    {
        if (record.Fault is not null) voice.Say(record.Ended?.Message ?? "The run is done.");
        return code;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(Checkout checkout, StopSignals signals, LateControl control, RunArchive archive, PluginCatalog catalog, RunRequest request, RunRecord record, WorldInfo? world, Meeting? meeting,
        Action<WorkMark> show)
    {
        var again = RanksStartAgain(request.RunDirectory, world);
        using var team = RankTeam.Of(request, world, meeting, fault => Posix.Exit(again && fault.Lost ? Lose(record, fault) : Fail(record, request.RunDirectory, fault)));
        // Tensors are compared between steps, and a fast run leaves out most of them.
        using var worker = new RunWorker(request, catalog, record) { PublishEveryStep = TorchSharp.Memory.Track, Ranks = team.Ranks, RanksStartAgain = again };
        show(worker.Mark);
        catalog.Told += sentence => record.Publish(new Noted(sentence));
        // Declared after the worker and the record, so that the server is gone before what it steers and reads.
        using var server = control;
        using var kept = archive;
        IReadOnlyDictionary<string, string>? texts = null;
        // A recipe of the checkout's own may be edited while its run goes on; `run --from` can run it as it was without asking.
        if (team.Ranks.IsFirst) archive.Attach(request, record, () => LoadedPlugins.Of(catalog), () =>
        {
            if (texts is not null) new RecipeTrust(checkout.Home, checkout.State).Trust(request.Recipe, texts);
        });
        var repetition = Repetition.Of(request, catalog, record);
        worker.Console.StartAgain = () => Worker.SupervisorOf(request.RunDirectory) is null ? null : EndSoon;
        using var reloads = new PluginReloads(catalog, worker, record);
        worker.Console.Stage = name => catalog.Stage(name) is { } staged ? new StagedPlugin(staged, System.Diagnostics.Stopwatch.GetTimestamp()) : null;
        worker.Console.Exchanged = reloads.Exchanged;
        using var watch = new FolderWatch(catalog, reloads);
        var console = new WorkerConsole(worker.Console);
        var controls = new RunControls(worker.RequestStop, worker.Pause, worker.Resume, worker.RequestCheckpoint, () => worker.Paused, worker.Set, worker.Values, reloads.Ask, console.Evaluate, console.CutOff, console.Complete);
        using var stall = new StallWatch(request, worker, record);
        signals.PassTo(worker.RequestStop);
        if (team.Ranks.IsFirst) control.Attach(request.RunDirectory, controls, sentence => record.Publish(new Warned(sentence)), stall.Watch);
        record.Published += happened =>
        {
            if (happened is not StepTaken || !team.Ranks.IsFirst) return;
            control.Begin();
            // Not before the first step, to which the folders are as they were loaded a moment ago.
            if (request.Watch) watch.Begin();
        };
        if (TorchSharp.Memory.Track && team.Ranks.IsFirst) record.Published += new TensorWatch(request.RunDirectory).Saw;

        return worker.Execute(async recipe =>
        {
            using var compiled = new RecipeCompiler(catalog, checkout.RecipeCache).Compile(request.Recipe, repetition?.Texts);
            texts = compiled.Texts;
            if (team.Ranks.IsFirst) archive.Tell(texts);
            record.Publish(new RecipeCompiled(compiled.FromCache));
            // A run that repeats another runs that one's texts, whatever the files say.
            if (request.Watch && repetition is null) watch.AddRecipe(request.Recipe, compiled.Texts, worker, record);
            // A run that goes on took its settings when it began; a recipe that was changed since is only warned of.
            if (!request.Resume && compiled.Settings is { } settings) SettingList.Check(request.Settings.Keys, settings);
            repetition?.Begin();
            try
            {
                await compiled.Run(recipe);
            }
            catch (Exception fault) when (fault is not (StoppedException or DivergedException or RankFault) && (RecipeLocation.Of(fault) is not null || PluginBlame.Of(fault) is not null))
            {
                var blamed = PluginFault.Blame(fault, worker.Mark) ?? fault;
                throw RecipeLocation.Of(fault) is { } place ? Located(blamed, place) : blamed;
            }
        });
    }

    // Whoever waits for an answer gets it first. The supervisor meets the end like any worker's death.
    private static void EndSoon() => new Thread(() =>
    {
        Thread.Sleep(s_lastWords);
        Posix.Signal(Environment.ProcessId, Posix.Kill);
    })
    { IsBackground = true, Name = "end" }.Start();

    // The same error, with the line of the recipe that it came through.
    private static PluginHostException Located(Exception fault, RecipeLocation place) => fault switch
    {
        RecipeException => new RecipeException($"{place}: {fault.Message}", fault),
        PluginException => new PluginException($"{place}: {fault.Message}", fault),
        SetupException => new SetupException($"{place}: {fault.Message}", fault),
        PluginHostException => new PluginHostException($"{place}: {fault.Message}", fault),
        _ => new PluginHostException($"{place}: {fault.Message} ({fault.GetType().Name}; --debug shows the trace)\n  {place.Text.Trim()}", fault),
    };

    private static int Fail(RunRecord record, string runDirectory, Exception fault)
    {
        var (sentence, code) = (FaultSentence.Of(fault), Faults.ExitCode(fault));
        Log(fault.ToString());
        var summary = RunSummary.Of(runDirectory).ToJson(RunStatus.Failed, runDirectory, sentence, DateTimeOffset.UtcNow, ProcessFigures.PeakResidentMebibytes());
        record.Publish(new RunEnded(RunStatus.Failed, code, sentence, fault.ToString(), summary));
        return code;
    }

    private static void Log(string text)
    {
        try
        {
            Console.Error.WriteLine(text);
        }
        catch (IOException)
        {
            // A full disk takes no log either; the sentence has other ways.
        }
    }
}
