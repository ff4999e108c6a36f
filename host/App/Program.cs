// The first thing that runs. A run's worker is started before anything else is loaded, even before the command line is read: it needs the
// time for libtorch.
using System.Runtime.CompilerServices;

namespace PluginHost.App;

/// <summary>The program.</summary>
internal static class Program
{
    /// <summary>Starts a command.</summary>
    /// <returns>0 done, 1 failed, 2 recipe or usage wrong, 3 set-up, 4 stopped and resumable.</returns>
    public static int Main(string[] arguments)
    {
        try
        {
            if (arguments is ["recover", _, _, _]) return Recover(arguments);
            if (arguments is ["stack", _]) return Stack(arguments[1]);
            if (arguments is ["holders", _, _]) return Hold(arguments);
            if (arguments is ["verifier", _]) return Verify(arguments[1]);
            if (arguments is ["worker", ..]) return Work(arguments.Length > 1 ? arguments[1] : null);
            if (arguments is ["run", ..] && RankVariables.AreSet && IsFollower()) return Work(null);
            using var early = WillRun(arguments) ? WorkerProcess.Start() : null;
            return Command(arguments, early);
        }
        catch (Exception fault)
        {
            Console.Error.WriteLine(Faults.Describe(fault, Array.IndexOf(arguments, "--debug") >= 0));
            return Faults.ExitCode(fault);
        }
    }

    // Wrong in rare cases only, and then harmless: a worker that gets no run goes away by itself.
    private static bool WillRun(string[] arguments) =>
        arguments is ["run", _, ..] && Array.IndexOf(arguments, "--help") < 0 && Array.IndexOf(arguments, "-h") < 0 && Array.IndexOf(arguments, "-?") < 0;

    // One of several processes that a launcher started with one command line: only rank 0 watches, the others are workers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsFollower() => Engine.WorldInfo.IsFollower(Environment.GetEnvironmentVariable);

    // None is inlined, so that a worker never loads what reads a command line, and a watcher never what a worker needs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Work(string? runDirectory) => WorkerCommand.Execute(runDirectory);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Recover(string[] arguments) => RecoverCommand.Execute(arguments);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Stack(string process) => StackCommand.Execute(process);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Hold(string[] arguments) => HoldersCommand.Execute(arguments[1], arguments[2]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Verify(string request) => VerifierCommand.Execute(request);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Command(string[] arguments, WorkerProcess? early) => new CommandLine(Checkout.Find(), early).Execute(arguments);
}
