// host/setup: packages, the choice of libtorch, and what is left when it fails, is interrupted or runs twice at once.
using System.Diagnostics;
using Xunit;

namespace PluginHost.Tests.Launcher;

public sealed class SetupTests : IDisposable
{
    private readonly FakeCheckout checkout = new();

    [Fact]
    public void RootGetsOnlyTheMissingPackagesAndTheListsFirstWhereTheyAreEmpty()
    {
        checkout.SetInstalled("libtorch-dev");

        Outcome outcome = checkout.Start();

        Assert.Equal(0, outcome.ExitCode);
        string[] calls = [.. checkout.TakeCalls().Where(call => call.StartsWith("apt-get", StringComparison.Ordinal))];
        Assert.Equal(3, calls.Length);
        Assert.Contains("--simulate", calls[0]);
        Assert.StartsWith("apt-get update", calls[1]);
        Assert.StartsWith("apt-get install -y --no-install-recommends", calls[2]);
        Assert.EndsWith(" libopenblas0-pthread", calls[2]);
        Assert.DoesNotContain("libtorch-dev", calls[2]);
    }

    [Theory]
    [InlineData("1000", true, "only root can install them")]
    [InlineData("0", false, "there is no apt-get here")]
    public void WhoCannotInstallIsToldTheExactPackages(string user, bool apt, string why)
    {
        checkout.SetInstalled();
        checkout.RemoveTool("g++");
        if (!apt)
            checkout.RemoveTool("apt-get");

        Outcome outcome = checkout.Run(checkout.Root + "/pluginhost", ["run"], "FAKE_USER=" + user);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains(why, outcome.Errors);
        Assert.Contains("apt-get install --no-install-recommends g++ libtorch-dev libgloo-dev libopenblas0-pthread\n", outcome.Errors);
        Assert.Equal("", outcome.Output);
        Assert.Empty(checkout.TakeCalls());
    }

    [Fact]
    public void ALibtorchFromElsewhereNeedsNoPackagesAndRebuildsOnlyTheShim()
    {
        checkout.Start();
        checkout.TakeCalls();
        checkout.SetInstalled();
        Directory.CreateDirectory(checkout.Folder + "/libtorch/lib");
        File.WriteAllText(checkout.Folder + "/libtorch/lib/libtorch.so", "");

        Outcome elsewhere = checkout.Run(checkout.Root + "/pluginhost", [], $"LIBTORCH={checkout.Folder}/libtorch");

        Assert.Equal([$"native {checkout.Root}/artifacts/native/.building"], checkout.TakeCalls());
        Assert.Contains($"native={checkout.Root}/artifacts/native/libtorch-", elsewhere.Output);

        checkout.SetInstalled("libtorch-dev", "libgloo-dev", "libopenblas0-pthread");
        Assert.Contains($"native={checkout.Root}/artifacts/native/debian-", checkout.Start().Output);
        Assert.Empty(checkout.TakeCalls());
    }

    [Theory]
    [InlineData("LIBTORCH=/nowhere", "LIBTORCH=/nowhere has no lib/libtorch.so")]
    [InlineData("PLUGINHOST_TORCH=python", "`python3 -c \"import torch\"` fails (no python3 in PATH)")]
    [InlineData("PLUGINHOST_TORCH=conda", "PLUGINHOST_TORCH is 'conda'; it can be 'python' or 'debian'")]
    public void AChoiceThatCannotBeMetIsASentence(string variable, string sentence)
    {
        Outcome outcome = checkout.Run(checkout.Root + "/pluginhost", ["run"], variable);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains(sentence, outcome.Errors);
    }

    [Fact]
    public void WithoutTheSdkItSaysWhereToGetIt()
    {
        checkout.RemoveTool("dotnet");
        // The real SDK may lie where set-up looks for it; this global.json is one that no SDK meets.
        checkout.Write("global.json", """{ "sdk": { "version": "99.0.100", "rollForward": "disable" } }""");

        Outcome outcome = checkout.Start("run");

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("dotnet-sdk-10.0", outcome.Errors);
    }

    [Fact]
    public void AFailedBuildShowsTheErrorAndLeavesNothingThatLooksFinished()
    {
        checkout.Start();
        checkout.Write("host/App/Program.cs", "return;");
        const string error = "/x/Program.cs(1,1): error CS0126: An object of a type convertible to 'int' is required";

        for (int attempt = 0; attempt < 2; attempt++)
        {
            Outcome failed = checkout.Run(checkout.Root + "/pluginhost", ["run"], $"BUILD_ERROR={error} [/x/App.csproj]");
            Assert.Equal(3, failed.ExitCode);
            Assert.Contains($"    {error}\n", failed.Errors);
            Assert.Contains("artifacts/setup.log", failed.Errors);
            Assert.Equal("", failed.Output);
        }

        Assert.False(checkout.Exists("artifacts/setup.stamp"));
        checkout.TakeCalls();
        Assert.Equal(0, checkout.Start().ExitCode);
        Assert.Equal(["msbuild Host;Plugins"], checkout.TakeCalls());
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void AnInterruptedSetUpEndsWhatItStartedAndLeavesNothingThatLooksFinished(string signal, int exitCode)
    {
        using Process process = checkout.Launch("bash", [checkout.Root + "/host/setup/setup.sh"], "BUILD_SECONDS=60");
        SpinWait.SpinUntil(() => File.ReadAllText(checkout.Folder + "/calls").Contains("msbuild"), TimeSpan.FromSeconds(20));
        Stopwatch watch = Stopwatch.StartNew();
        checkout.Run("bash", ["-c", $"kill -{signal} {process.Id}"]);
        process.WaitForExit();

        Assert.Equal(exitCode, process.ExitCode);
        // The build's sixty seconds hold the lock and our pipe: both end with it, not before.
        Assert.NotEqual("", process.StandardError.ReadToEnd());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
        Assert.False(checkout.Exists("artifacts/setup.stamp"));
        Assert.False(checkout.Exists("artifacts/host"));
        Assert.False(checkout.Exists("artifacts/hosts/.building"));
        Assert.Equal(0, checkout.Start().ExitCode);
    }

    [Fact]
    public void OfTwoStartsAtOnceOneBuildsAndTheOtherWaits()
    {
        using Process first = checkout.Launch(checkout.Root + "/pluginhost", ["one"], "BUILD_SECONDS=1");
        SpinWait.SpinUntil(() => File.ReadAllText(checkout.Folder + "/calls").Contains("msbuild"), TimeSpan.FromSeconds(20));

        Outcome second = checkout.Start("two");
        first.WaitForExit();

        Assert.Equal(0, first.ExitCode);
        Assert.Contains("argument=[two]", second.Output);
        Assert.Contains("another start is setting up; waiting for it", second.Errors);
        Assert.Single(checkout.TakeCalls(), call => call.StartsWith("msbuild", StringComparison.Ordinal));
    }

    public void Dispose() => checkout.Dispose();
}
