// pluginhost run: starts a worker for a recipe, gives it its folder, and watches.
using System.Runtime.CompilerServices;
using System.Text.Json;
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
            return PrintJson(Failure("failed", null, fault.Message), Faults.ExitCode(fault));
        }
    }

    private int Start()
    {
        var request = options.Resume is { } named ? GoOn(named) : Begin();
        using var worker = early ?? WorkerProcess.Start();
        var resume = $"{checkout.Program} run --resume {Shown(request.RunDirectory)}";
        using var watcher = new Watcher(request.RunDirectory, worker, Display, resume);
        if (options.Resume is not null) watcher.CatchUp();
        worker.Assign(request.RunDirectory);
        _progress.WriteLine($"{request.Name}  {(request.Resume ? "goes on" : "runs")} in {Shown(request.RunDirectory)}");
        if (options.Detach) return Leave(request, worker, resume);
        var code = watcher.Watch();
        return Report(watcher, request, code, resume);
    }

    private RunRequest Begin()
    {
        if (options.Script is null)
            throw new RecipeException($"Which recipe? {checkout.Program} run SCRIPT, as in: {checkout.Program} run {Shown(Path.Join(checkout.Home, "scripts", "quickstart.csx"))}");
        var script = RecipeFile.Find(options.Script, checkout.Home);
        var settings = SettingList.Parse(options.Settings);
        RecipePermission.Get(script, checkout, options.Trust);
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
        };
        return Save(request);
    }

    private RunRequest GoOn(string named)
    {
        if (options.Script is not null || options.Settings.Count > 0 || options.Name is not null)
            throw new RecipeException("--resume goes on with a run as it was begun, so it takes no SCRIPT, --set or --name. For other values, begin a new run.");
        var folder = RunFolder.Existing(options.RunsDirectory, named);
        var earlier = RunRequest.Load(folder);
        if (Worker.StillAt(folder) is { } process)
            throw new RecipeException($"The run {Shown(folder)} is still at work (process {process}). Stop it first: kill {process}");
        if (!File.Exists(earlier.Recipe)) throw new RecipeException($"The run's recipe {earlier.Recipe} is no longer there, so the run cannot go on.");
        RecipePermission.Get(earlier.Recipe, checkout, options.Trust);
        return Save(earlier with
        {
            Resume = true,
            Home = checkout.Home,
            // The folder may have been moved or copied since.
            RunDirectory = folder,
            Device = options.Device ?? earlier.Device,
            Threads = options.Threads ?? earlier.Threads,
        });
    }

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
    private IRunDisplay Display()
    {
        var redirected = options.Json ? Console.IsErrorRedirected : Console.IsOutputRedirected;
        return redirected || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb"
            ? new PlainDisplay(_progress)
            : new PanelDisplay(Consoles.Terminal(_progress), "Ctrl-C stops after the step and saves; without its terminal the run goes on");
    }

    private int Leave(RunRequest request, WorkerProcess worker, string resume)
    {
        var socket = Shown(ControlSocket.PointerOf(request.RunDirectory));
        _progress.WriteLine($"It goes on by itself as process {worker.Id}. How it stands: curl --unix-socket \"$(cat {socket})\" http://run/state");
        _progress.WriteLine($"To stop it: kill {worker.Id}   To go on after that: {resume}");
        return options.Json
            ? PrintJson(new JsonObject { ["status"] = "running", ["run_dir"] = request.RunDirectory, ["process"] = worker.Id }, 0)
            : 0;
    }

    private int Report(Watcher watcher, RunRequest request, int code, string resume)
    {
        var state = watcher.State;
        var message = watcher.Death ?? state.Message;
        if (message is not null) Console.Error.WriteLine(message);
        if (options.Debug && state.Detail is { } detail) Console.Error.WriteLine(detail);
        switch (state.Status)
        {
            case RunStatus.Stopped:
                _progress.WriteLine($"Go on with: {resume}");
                break;
            case RunStatus.Done:
                _progress.WriteLine($"Done in {Figures.Duration(state.Latest!.Value - state.Started!.Value)}. Everything is in {Shown(request.RunDirectory)}.");
                break;
        }

        return options.Json
            ? PrintJson(state.Summary ?? Failure(state.Status == RunStatus.Stopped ? "stopped" : "failed", request.RunDirectory, message), code)
            : code;
    }

    private static JsonObject Failure(string status, string? runDirectory, string? message) =>
        new() { ["status"] = status, ["run_dir"] = runDirectory, ["message"] = message };

    private static int PrintJson(JsonObject answer, int code)
    {
        Console.Out.WriteLine(answer.ToJsonString());
        Console.Out.Flush();
        return code;
    }

    private static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
