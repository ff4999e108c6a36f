// Names, near matches and sentences.
using PluginHost.App;
using PluginHost.Tests.Terminal;
using Xunit;

namespace PluginHost.Tests.App;

public sealed class SentenceTests
{
    [Theory]
    [InlineData("rnu", "run")]
    [InlineData("plugin", "plugins")]
    [InlineData("docter", "doctor")]
    [InlineData("xyzzy", null)]
    public void What_was_meant_is_found(string word, string? meant) =>
        Assert.Equal(meant, NearMatches.Of(word, ["run", "test", "plugins", "doctor", "generate"]).FirstOrDefault());

    [Theory]
    [InlineData("scripts/quickstart.csx", "quickstart")]
    [InlineData("my recipe (2).csx", "my-recipe--2")]
    [InlineData("..csx", "run")]
    public void A_run_is_named_after_its_script(string script, string name) => Assert.Equal(name, RunFolder.NameOf(script));

    [Fact]
    public void Settings_are_names_with_values()
    {
        Assert.Equal("b=c", SettingList.Parse(["a=b=c", "empty="])["a"]);
        Assert.Contains("twice", Assert.Throws<RecipeException>(() => SettingList.Parse(["a=1", "a=2"])).Message, StringComparison.Ordinal);
        Assert.Throws<RecipeException>(() => SettingList.Parse(["=1"]));
    }

    [Theory]
    [InlineData(9, "SIGKILL")]
    [InlineData(139, "SIGSEGV")]
    [InlineData(3 << 8, "exit code 3")]
    [InlineData(-1, "is gone")]
    public void How_a_worker_died_is_said_in_words(int status, string words) => Assert.Contains(words, WorkerDeath.How(status), StringComparison.Ordinal);

    [Fact]
    public void A_death_names_the_step_and_how_to_go_on()
    {
        var state = SampleRun.Fold(SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(2, 7, 2.5), new CheckpointSaved(1, 5, "c"));
        var sentence = WorkerDeath.Describe(9, state, "/nowhere", "pluginhost run --resume /nowhere");
        Assert.Contains("in stage \"pretrain\" after step 7 of 100", sentence, StringComparison.Ordinal);
        Assert.Contains("Go on from what was saved with: pluginhost run --resume /nowhere", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblasp-r0.3.21.so", "OpenBLAS (pthread)", 0)]
    [InlineData("/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0", "the reference BLAS", 1)]
    [InlineData("/opt/torch/lib/libmkl_core.so.2", "Intel MKL", 0)]
    public void The_BLAS_is_told_by_what_is_loaded(string library, string name, int verdict)
    {
        var map = $"7f0000000000-7f0000001000 r-xp 00000000 08:01 1234    {library}";
        var finding = BlasFinding.Of(LoadedLibraries.Parse([map, "7f00-7f01 rw-p 0 00:00 0 [heap]"]), "", 12.34);
        Assert.StartsWith(name, finding.Value, StringComparison.Ordinal);
        Assert.Equal((Verdict)verdict, finding.Verdict);
        Assert.Equal(verdict == 1, finding.Advice?.Contains("libopenblas0-pthread", StringComparison.Ordinal) ?? false);
    }
}
