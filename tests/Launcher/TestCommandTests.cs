// ./pluginhost test: the totals on the last line and the exit code, over a fake of the test program.
using Xunit;

namespace PluginHost.Tests.Launcher;

public sealed class TestCommandTests : IDisposable
{
    private readonly FakeCheckout checkout = new();

    [Theory]
    [InlineData("Total: 9, Errors: 0, Failed: 0, Skipped: 2, Not Run: 3, Time: 0.1s", 0, "4 passed, 0 failed, 2 skipped", 0)]
    [InlineData("Total: 4, Errors: 1, Failed: 2, Skipped: 0, Not Run: 0, Time: 0.1s", 1, "2 passed, 3 failed, 0 skipped", 1)]
    [InlineData("Total: 1, Errors: 0, Failed: 0, Skipped: 1, Not Run: 0, Time: 0.1s", 0, "0 passed, 0 failed, 1 skipped", 1)]
    [InlineData("Total: 0", 0, "0 passed, 0 failed, 0 skipped", 1)]
    [InlineData("Segmentation fault", 139, "0 passed, 1 failed, 0 skipped", 1)]
    [InlineData("Total: 2, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: 0.1s", 134, "2 passed, 0 failed, 0 skipped", 1)]
    public void TheLastLineHasTheTotals(string summary, int runnerExit, string totals, int exitCode)
    {
        Outcome outcome = checkout.Run(
            checkout.Root + "/pluginhost", ["test", "--filter", "x"], $"TEST_PROGRAM=echo '   PluginHost.Tests  {summary}'; exit {runnerExit}");

        Assert.Equal(totals, outcome.Output.TrimEnd('\n').Split('\n')[^1]);
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains("building host, plugins, tests", outcome.Errors);
    }

    [Theory]
    [InlineData("Total: 9, Errors: 0, Failed: 0, Skipped: 2, Not Run: 0", "Total: 5, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0", "12 passed, 0 failed, 2 skipped", 0)]
    [InlineData("Total: 9, Errors: 0, Failed: 1, Skipped: 0, Not Run: 0", "Total: 5, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0", "13 passed, 1 failed, 0 skipped", 1)]
    [InlineData("Total: 9, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0", "Segmentation fault", "9 passed, 1 failed, 0 skipped", 1)]
    [InlineData("Segmentation fault", "Total: 5, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0", "5 passed, 1 failed, 0 skipped", 1)]
    public void AllTestsRunInTwoProcessesWhoseTotalsAreAdded(string first, string second, string totals, int exitCode)
    {
        Outcome outcome = checkout.Run(checkout.Root + "/pluginhost", ["test"], $"TEST_PROGRAM=case \"$*\" in *-namespace-*) echo '{second}';; *) echo '{first}';; esac");

        Assert.Equal(totals, outcome.Output.TrimEnd('\n').Split('\n')[^1]);
        Assert.Equal(exitCode, outcome.ExitCode);
    }

    [Fact]
    public void AFilterAndRunnerArgumentsReachTheTestProgram()
    {
        const string program = "TEST_PROGRAM=printf '[%s] ' \"$@\"; echo Total: 0";

        Assert.Contains("[-method] [*a b*] ", checkout.Run(checkout.Root + "/pluginhost", ["test", "--filter", "a b"], program).Output);
        Assert.Contains("[-class] [X] ", checkout.Run(checkout.Root + "/pluginhost", ["test", "--", "-class", "X"], program).Output);
    }

    [Theory]
    [InlineData("--filter", "--filter needs a text")]
    [InlineData("Lora", "test does not know 'Lora'")]
    public void WrongUsageIsASentenceBeforeAnythingIsBuilt(string argument, string sentence)
    {
        Outcome outcome = checkout.Start("test", argument);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(sentence, outcome.Errors);
        Assert.Empty(checkout.TakeCalls());
    }

    public void Dispose() => checkout.Dispose();
}
