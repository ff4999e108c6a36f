// ./pluginhost: what it hands to the program, and when it builds.
using System.Diagnostics;
using Xunit;

namespace PluginHost.Tests.Launcher;

public sealed class StartTests : IDisposable
{
    private readonly FakeCheckout checkout = new();

    [Fact]
    public void TheFirstStartBuildsAndThenHandsOverArgumentsFolderAndExitCode()
    {
        Outcome outcome = checkout.Run(checkout.Root + "/pluginhost", ["run", "a b", "", "*", "--json"], "PROGRAM_EXIT=4");

        Assert.Equal(4, outcome.ExitCode);
        string native = File.ResolveLinkTarget(checkout.Root + "/artifacts/native/current", returnFinalTarget: true)!.FullName;
        Assert.Equal(
            [
                $"cwd={checkout.Folder}", $"home={checkout.Root}", $"native={native}", $"dotnet={checkout.Folder}/bin",
                "argument=[run]", "argument=[a b]", "argument=[]", "argument=[*]", "argument=[--json]",
            ],
            outcome.Output.TrimEnd('\n').Split('\n'));
        Assert.True(File.Exists(native + "/shim.so"));
        Assert.Contains("building host, plugins: done in", outcome.Errors);
        Assert.Contains("compiling host/native: done in", outcome.Errors);
        Assert.Equal(["msbuild Host;Plugins", $"native {checkout.Root}/artifacts/native/.building"], checkout.TakeCalls().Order());
    }

    [Fact]
    public void ALaterStartDoesNothingButStart()
    {
        checkout.Start();
        checkout.TakeCalls();

        Outcome outcome = checkout.Start("plugins", "list");

        Assert.Equal("", outcome.Errors);
        Assert.Empty(checkout.TakeCalls());
        Assert.Contains("argument=[plugins]", outcome.Output);
    }

    [Fact]
    public void ALinkToTheLauncherStartsTheSameCheckout()
    {
        checkout.Start();
        Directory.CreateDirectory(checkout.Folder + "/commands");
        File.CreateSymbolicLink(checkout.Folder + "/commands/far", "../near");
        File.CreateSymbolicLink(checkout.Folder + "/near", "checkout/pluginhost");

        Outcome outcome = checkout.Run(checkout.Folder + "/commands/far", []);

        Assert.Contains($"home={checkout.Root}\n", outcome.Output);
    }

    [Fact]
    public void AChangedSourceBuildsWhatIsMadeFromItAndNothingElse()
    {
        checkout.Start();
        checkout.TakeCalls();

        checkout.Write("plugins/losses/Loss.cs", "class Changed;");
        checkout.Start();
        Assert.Equal(["msbuild Plugins"], checkout.TakeCalls());

        checkout.Write("host/App/Program.cs", "return 1;");
        checkout.Start();
        Assert.Equal(["msbuild Host;Plugins"], checkout.TakeCalls());

        checkout.Write("host/native/tensor.cpp", "int x;");
        checkout.Start();
        Assert.Equal([$"native {checkout.Root}/artifacts/native/.building"], checkout.TakeCalls());

        File.Delete(checkout.Root + "/plugins/losses/Loss.cs");
        checkout.Start();
        Assert.Equal(["msbuild Plugins"], checkout.TakeCalls());
    }

    [Fact]
    public void ContentCountsAndNotTheDate()
    {
        checkout.Start();
        checkout.TakeCalls();

        checkout.Write("host/App/Program.cs", "return 0;");
        checkout.Write("host/App/.Program.cs.swp", "an editor's file");
        Assert.Equal("", checkout.Start().Errors);
        Assert.Empty(checkout.TakeCalls());

        // What unpacks or copies files may set their old dates again.
        checkout.Write("host/App/Program.cs", "return 2;");
        File.SetLastWriteTimeUtc(checkout.Root + "/host/App/Program.cs", DateTime.UnixEpoch.AddYears(40));
        checkout.Start();
        Assert.Equal(["msbuild Host;Plugins"], checkout.TakeCalls());
    }

    [Fact]
    public void HelpAndVersionAreAnsweredByTheHostAsItIs()
    {
        checkout.Start();
        checkout.TakeCalls();
        checkout.Write("host/App/Program.cs", "return 1;");

        Assert.Contains("argument=[--version]", checkout.Start("--version").Output);
        Assert.Contains("argument=[--help]", checkout.Start("--help").Output);
        Assert.Empty(checkout.TakeCalls());
    }

    [Fact]
    public void ARunningHostKeepsItsFilesUntilItEnds()
    {
        checkout.Start();
        string first = File.ResolveLinkTarget(checkout.Root + "/artifacts/host", returnFinalTarget: true)!.FullName;
        File.Copy("/usr/bin/sleep", first + "/pluginhost", overwrite: true);
        using (Process running = checkout.Launch(checkout.Root + "/pluginhost", ["60"]))
        {
            SpinWait.SpinUntil(() => File.ResolveLinkTarget($"/proc/{running.Id}/exe", false)?.FullName == first + "/pluginhost");
            checkout.Write("host/App/Program.cs", "return 1;");
            checkout.Start();
            Assert.True(File.Exists(first + "/pluginhost"));
            running.Kill();
            running.WaitForExit();
        }

        checkout.Write("host/App/Program.cs", "return 2;");
        checkout.Start();

        Assert.False(Directory.Exists(first));
    }

    public void Dispose() => checkout.Dispose();
}
