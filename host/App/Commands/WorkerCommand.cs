// pluginhost worker [RUN_DIR]: the process that a run happens in. Started by `pluginhost run`, not by a person.
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
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
    /// <summary>Runs the worker to its end. Does not return: destructors of native libraries are no part of a run.</summary>
    public static int Execute(string? runDirectory)
    {
        var checkout = Checkout.Find();
        using var signals = new StopSignals();
        T("main");
        T("main2");
        FirstCalls.Make();
        T("first calls");
        TorchSharp.Native.Preload();
        T("preload called");
       
        var code = Run(checkout, signals, runDirectory);
        Console.Out.Flush();
        Console.Error.Flush();
        Posix.Exit(code);
        return code;
    }

    private static void T(string w) => s_log.Add((DateTime.UtcNow, w));
    private static readonly System.Collections.Concurrent.ConcurrentBag<(DateTime, string)> s_log = [];
    private static int Run(Checkout checkout, StopSignals signals, string? runDirectory)
    {
        T("run");
        PluginCatalog? catalog = null;
        Exception? fault = null;
        try
        {
            catalog = new PluginCatalog(CatalogOptions.For(checkout.Artifacts));
            T("catalog");
        }
        catch (Exception early)
        {
            // Told in the run's record, once it is known where that is.
            fault = early;
        }

        runDirectory ??= Posix.ReadText(0);
        T("directory");
        // The watcher ended before it named a run: a wrong command line, a recipe that was not trusted.
        if (runDirectory.Length == 0) return 0;
        Posix.RedirectOutput(Path.Join(runDirectory, "worker.log"));
        using var record = new RunRecord(runDirectory);
        T("record");
        try
        {
            var request = RunRequest.Load(runDirectory);
            T("request");
            Environment.CurrentDirectory = request.BaseDirectory;
            return fault is null ? Run(checkout, signals, catalog!, request, record) : Fail(record, request.RunDirectory, fault);
        }
        catch (Exception failure)
        {
            return Fail(record, runDirectory, failure);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(Checkout checkout, StopSignals signals, PluginCatalog catalog, RunRequest request, RunRecord record)
    {
        using var worker = new RunWorker(request, catalog, record);
        var controls = new RunControls(worker.RequestStop, worker.Pause, worker.Resume, worker.RequestCheckpoint, () => worker.Paused);
        signals.PassTo(worker.RequestStop);
        using var control = new LateControl(request.RunDirectory, controls, sentence => record.Publish(new Warned(sentence)));
        var once = true;
        T("signals");
        record.Published += happened =>
        {
            T(happened.GetType().Name);
            if (happened is StepTaken) { control.Begin(); if (once) { once = false; foreach (var (t, w) in s_log.OrderBy(x => x.Item1)) Console.Error.WriteLine($"T {t:HH:mm:ss.fff} {w}"); } }
        };
        return worker.Execute(async recipe =>
        {
            T("body loaded=" + File.ReadAllText("/proc/self/maps").Contains("libpluginhost_core"));
            using var compiled = new RecipeCompiler(catalog, checkout.RecipeCache).Compile(request.Recipe);
            T("compiled loaded=" + File.ReadAllText("/proc/self/maps").Contains("libpluginhost_core"));
            await compiled.Run(recipe);
        });
    }

    private static int Fail(RunRecord record, string runDirectory, Exception fault)
    {
        var (sentence, code) = (FaultSentence.Of(fault), Faults.ExitCode(fault));
        Console.Error.WriteLine(fault);
        var summary = new JsonObject { ["status"] = "failed", ["run_dir"] = runDirectory, ["message"] = sentence };
        record.Publish(new RunEnded(RunStatus.Failed, code, sentence, fault.ToString(), summary));
        return code;
    }
}
