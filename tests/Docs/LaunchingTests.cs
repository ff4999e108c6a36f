// The launchers' files beside docs/launching.md: as far as they can be checked where nothing launches them.
using System.Diagnostics;
using Xunit;

namespace PluginHost.Tests.Docs;

public sealed class LaunchingTests
{
    private static string Folder => Path.Join(SharedData.Checkout, "docs", "launching");

    [Fact]
    public void The_batch_script_is_bash()
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-n", Path.Join(Folder, "run.sbatch")]) { RedirectStandardError = true })!;
        Assert.Equal("", bash.StandardError.ReadToEnd());
        bash.WaitForExit();
        Assert.Equal(0, bash.ExitCode);
        var script = File.ReadAllText(Path.Join(Folder, "run.sbatch"));
        Assert.Contains("export MASTER_ADDR MASTER_PORT", script, StringComparison.Ordinal);
        Assert.Contains("srun", script, StringComparison.Ordinal);
    }

    [Fact]
    public void The_manifest_names_every_variable_and_the_service_that_it_meets_at()
    {
        var lines = File.ReadAllLines(Path.Join(Folder, "job.yaml"));
        // Block style of two blanks, no tabs: what YAML and the eye both read.
        Assert.All(lines, line => Assert.True(!line.Contains('\t', StringComparison.Ordinal) && (line.Length - line.TrimStart().Length) % 2 == 0, line));
        foreach (var name in new[] { "WORLD_SIZE", "LOCAL_RANK", "MASTER_ADDR", "MASTER_PORT" }) Assert.Contains(lines, line => line.Trim() == $"- name: {name}");
        Assert.Contains(lines, line => line.Contains("RANK=$JOB_COMPLETION_INDEX", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Trim() == "value: pluginhost-0.pluginhost");
        Assert.Contains(lines, line => line.Trim() == "subdomain: pluginhost");
        Assert.Contains(lines, line => line.Trim() == "clusterIP: None");
    }

    [Fact]
    public void The_page_names_the_files() =>
        Assert.All(Directory.GetFiles(Folder), file => Assert.Contains($"launching/{Path.GetFileName(file)}", File.ReadAllText(Path.Join(SharedData.Checkout, "docs", "launching.md")), StringComparison.Ordinal));
}
