// The test program's start: xunit's runner, or a process that a test starts apart from itself.
using PluginHost.Tests.Torch;

namespace PluginHost.Tests;

/// <summary>The test program. <c>fuzz</c>, <c>rank</c>, <c>ranks</c> and <c>reindex</c> are the other ends of tests that need a process of their own.</summary>
internal static class Program
{
    public static int Main(string[] arguments) => arguments switch
    {
        ["fuzz", .. var rest] => FuzzWorker.Start(rest),
        ["rank", .. var rest] => DistributedTests.Rank(rest),
        ["ranks", .. var rest] => Engine.Distributed.RankProgram.Start(rest),
        ["reindex", var folder] => Engine.Record.RunDatabaseTests.Reindex(folder),
        _ => Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments).GetAwaiter().GetResult(),
    };
}
