// pluginhost run: starts a worker for a recipe, gives it its folder, and watches.
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using PluginHost.Engine;
using PluginHost.Terminal;

namespace PluginHost.App;

/// <summary>
/// The run command. The order of what it does is the start-up time: the worker is there already (<see cref="Program"/> starts it as the very
/// first thing); this checks what can be checked without it, writes <c>run.json</c>, names the folder to the worker, and only then loads
/// what draws.
/// </summary>
/// <param name="checkout">Where things are.</param>
/// <param name="options">What the command line says.</param>
/// <param name="early">The worker that was started ahead; null when there is none yet.</param>
internal sealed class RunCommand(Checkout checkout, RunOptions options, WorkerProcess? early)
{
    private readonly TextWriter _progress = options.Json ? Console.Error : Console.Out;

    /// <summary>Runs the command.</summary>
    /// <returns>The exit code: the run's own, once there is a run.</returns>
    public int Execute()
    {
        try
        {
            return Start();
        }
        catch (Exception fault) when (options.Json)
        {
            Console.Error.WriteLine(Faults.Describe(fault, options.Debug));
            return PrintJson(new RunSummary().ToJson(RunStatus.Failed, null, FaultSentence.Of(fault)), Faults.ExitCode(fault));
        }
    }

    private int Start()
    {
        var request = options.From is not null ? Repeat() : options.Resume is { } named ? GoOn(named) : Begin();
        using var worker = early ?? WorkerProcess.Start();
        var resume = $"{checkout.Program} run --resume {ShownPath.Of(request.RunDirectory)}";
        using var watcher = new Watcher(request.RunDirectory, worker, Display, resume);
        if (options.Resume is not null) watcher.CatchUp();
        worker.Assign(request.RunDirectory);
        _progress.WriteLine($"{request.Name}  {(request.Resume ? "goes on" : "runs")} in {ShownPath.Of(request.RunDirectory)}");
        if (options.Detach && watcher.AwaitBeginning()) return Leave(request, worker, resume);
        var code = watcher.Watch();
        return Report(watcher, request, code, resume);
    }

    private RunRequest Begin()
    {
        if (options.Script is null)
            throw new RecipeException($"Which recipe? {checkout.Program} run SCRIPT, as in: {checkout.Program} run {ShownPath.Of(Path.Join(checkout.Home, "scripts", "quickstart.csx"))}");
        var script = RecipeFile.Find(options.Script, checkout.Home);
        var settings = SettingList.Parse(options.Settings);
        RecipePermission.Get(script, checkout, options.Trust);
        PluginPermission.Get(checkout, script, null, settings.Values.ToList());
        var name = options.Name ?? RunFolder.NameOf(script);
        var request = new RunRequest
        {
            Name = name,
            Recipe = script,
            BaseDirectory = Environment.CurrentDirectory,
            Home = checkout.Home,
            RunDirectory = RunFolder.Create(options.RunsDirectory, name),
            Settings = settings,
            Device = options.Device,
            Threads = options.Threads,
            Processes = Processes(null),
            Command = CommandLine(),
            Restarts = options.Restarts ?? 3,
            StallAfter = (options.StallAfter ?? TimeSpan.FromMinutes(5)).TotalSeconds,
            Watch = options.Watch,
        };
        return Save(request);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private RunRequest Repeat() => Save(new RepeatedRun(checkout, options, _progress.WriteLine).Begin() with { Command = CommandLine() });

    private RunRequest GoOn(string named)
    {
        if (options.Script is not null || options.Settings.Count > 0 || options.Name is not null)
            throw new RecipeException("--resume goes on with a run as it was begun, so it takes no SCRIPT, --set or --name. For other values, begin a new run.");
        var folder = RunFolder.Existing(options.RunsDirectory, named, "--resume");
        var earlier = RunRequest.Load(folder);
        if (Worker.InChargeOf(folder) is { } process)
            throw new RecipeException($"The run {ShownPath.Of(folder)} is still at work (process {process}). "
                + $"To watch it: {checkout.Program} attach {ShownPath.Of(folder)}   To stop it: kill {process}");
        if (earlier.Repeats is null && !File.Exists(earlier.Recipe)) throw new RecipeException($"The run's recipe {earlier.Recipe} is no longer there, so the run cannot go on.");
        if (earlier.Repeats is null)
        {
            RecipePermission.Get(earlier.Recipe, checkout, options.Trust);
            PluginPermission.Get(checkout, earlier.Recipe, null, earlier.Settings.Values.ToList());
        }
        else new RepeatedRun(checkout, options, _progress.WriteLine).PermitAgain(folder, earlier.Recipe);
        return Save(earlier with
        {
            Resume = true,
            Home = checkout.Home,
            // The folder may have been moved or copied since.
            RunDirectory = folder,
            Device = options.Device ?? earlier.Device,
            Threads = options.Threads ?? earlier.Threads,
            Processes = Processes(earlier.Processes),
            Command = CommandLine(),
            Restarts = options.Restarts ?? earlier.Restarts,
            StallAfter = options.StallAfter?.TotalSeconds ?? earlier.StallAfter,
            Watch = options.Watch || earlier.Watch,
        });
    }

    // A launcher that started several processes has said how many there are.
    private int? Processes(int? earlier)
    {
        if (!RankVariables.AreSet || WorldInfo.FromEnvironment() is not { } world) return options.Processes ?? earlier;
        return options.Processes is { } asked
            ? throw new RecipeException($"--nproc {asked}: the environment says that this is rank {world.Rank} of {world.Size} (RANK and WORLD_SIZE, or Slurm's), so somebody else has started the processes. Leave --nproc out, or the variables.")
            : null;
    }

    // The first word is the assembly, which says less than what was called.
    private IReadOnlyList<string> CommandLine() => [checkout.Program, .. Environment.GetCommandLineArgs().Skip(1)];

    private static RunRequest Save(RunRequest request)
    {
        try
        {
            request.Save();
            return request;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"The run's folder {request.RunDirectory} cannot be written: {refused.Message}", refused);
        }
    }

    // Not inlined, so that what draws is loaded when the first event is there and not before.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private IRunDisplay Display() => RunDisplays.For(_progress, options.Json ? Console.IsErrorRedirected : Console.IsOutputRedirected,
        "Ctrl-C stops and saves; without its terminal it goes on (attach last)");

    private int Leave(RunRequest request, WorkerProcess worker, string resume)
    {
        var named = Path.GetFullPath("runs") == Path.GetDirectoryName(request.RunDirectory) ? "last" : ShownPath.Of(request.RunDirectory);
        _progress.WriteLine($"It goes on by itself as process {worker.Id}. To watch it: {checkout.Program} attach {named}");
        _progress.WriteLine($"To stop it: kill {worker.Id}   To go on after that: {resume}");
        return options.Json
            ? PrintJson(new JsonObject { ["status"] = "running", ["run_dir"] = request.RunDirectory, ["process"] = worker.Id }, 0)
            : 0;
    }

    private int Report(Watcher watcher, RunRequest request, int code, string resume)
    {
        var state = watcher.State;
        RunEnding.Tell(state, watcher.Death, ShownPath.Of(request.RunDirectory), resume, _progress, options.Debug);
        return options.Json
            ? PrintJson(state.Summary ?? RunSummary.Of(request.RunDirectory).ToJson(state.Status, request.RunDirectory, watcher.Death ?? state.Message), code)
            : code;
    }

    private static int PrintJson(JsonObject answer, int code)
    {
        Console.Out.WriteLine(answer.ToJsonString());
        Console.Out.Flush();
        return code;
    }
}
