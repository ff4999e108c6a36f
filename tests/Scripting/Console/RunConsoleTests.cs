// A console into a run of the engine in this process: lines between its steps, and what they leave behind.
using PluginHost.Engine;
using PluginHost.Objectives;
using PluginHost.Optimization;
using PluginHost.Scripting;
using PluginHost.Tests.Engine;
using PluginHost.TextData;
using PluginHost.TextModels;
using Xunit;

namespace PluginHost.Tests.Scripting.Console;

public sealed class RunConsoleTests : IDisposable
{
    private readonly EngineBench _bench = new(new BuiltInCatalog());

    public RunConsoleTests() => File.WriteAllText(Path.Join(_bench.Folder, "text.txt"), File.ReadAllText(Path.Join(SharedData.Checkout, "docs", "decisions.md")));

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Looking_at_a_run_changes_nothing_of_it()
    {
        var undisturbed = Train("undisturbed", []);
        var looked = Train("looked", ["Step", "Values", "Parameters", "Gradients()", "Gradient(\"transformer.h.0.mlp.c_fc.weight\")", "Activation(\"transformer.h.0.mlp\")", "NextBatch()",
            "Sample(\"The run\", 8, temperature: 1)", "var kept = Step;", "kept + 1", "Evaluate()"]);
        Assert.All(looked.Answers, answer => Assert.Null(answer.Fault));
        Assert.Equal(undisturbed.Weights, looked.Weights);
        // An evaluation that somebody asks for between the run's own is none of the run's: no callback waits in vain for an improvement.
        Assert.Equal(_bench.Events("undisturbed").OfType<Evaluated>().Count(), _bench.Events("looked").OfType<Evaluated>().Count());
        Assert.Equal("5", looked.Answers[0].Result);
        Assert.Contains("learning-rate", looked.Answers[1].Result, StringComparison.Ordinal);
        Assert.Matches(@"transformer\.ln_f\.weight +\[16\] +float32 +yes", looked.Answers[2].Result!);
        Assert.StartsWith("float32[16, 64]  mean", looked.Answers[4].Result, StringComparison.Ordinal);
        Assert.StartsWith("float32[4, 16, 16]", looked.Answers[5].Result, StringComparison.Ordinal);
        Assert.StartsWith("The run", looked.Answers[7].Result, StringComparison.Ordinal);
        Assert.Null(looked.Answers[8].Result);
        Assert.Equal("6", looked.Answers[9].Result);
        Assert.Equal(looked.Answers.Select(answer => answer.Result), _bench.Events("looked").OfType<ConsoleLine>().Select(line => line.Result));
    }

    [Fact]
    public void A_line_that_throws_changes_nothing_and_its_variables_are_not_there()
    {
        var undisturbed = Train("undisturbed", []);
        var thrown = Train("thrown", ["var half = 1; Set(\"learning-rate\", 0.5); Parameter(\"transformer.ln_f.weight\").zero_(); Print(\"so far\"); throw new InvalidOperationException(\"no further\");", "half",
            "Parameter(\"transformer.ln_f.wieght\")", "Set(\"learning-rate\", -1)"]);
        Assert.Equal("InvalidOperationException: no further", thrown.Answers[0].Fault);
        Assert.Equal("so far\n", thrown.Answers[0].Printed);
        Assert.Contains("'half' does not exist", thrown.Answers[1].Fault, StringComparison.Ordinal);
        Assert.Contains("Did you mean", thrown.Answers[2].Fault, StringComparison.Ordinal);
        Assert.Contains("has to be a number above 0", thrown.Answers[3].Fault, StringComparison.Ordinal);
        Assert.Equal(undisturbed.Weights, thrown.Weights);
        Assert.Empty(_bench.Events("thrown").OfType<LiveValueSet>());
    }

    [Fact]
    public void What_a_line_sets_holds_from_the_next_step_on()
    {
        var set = Train("set", ["Set(\"learning-rate\", 0.001)", "Parameter(\"transformer.ln_f.bias\").add_(1);", "Save()", "Evaluate()"]);
        Assert.All(set.Answers, answer => Assert.Null(answer.Fault));
        Assert.Equal(5, Assert.Single(_bench.Events("set").OfType<LiveValueSet>()).Step);
        Assert.Equal(0.001, _bench.Events("set").OfType<StepTaken>().First(step => step.Step == 6).LearningRate, 1e-9);
        Assert.True(Directory.Exists(set.Answers[2].Result));
        Assert.Contains("loss", set.Answers[3].Result, StringComparison.Ordinal);
        Assert.NotEqual(Train("undisturbed", []).Weights, set.Weights);
    }

    [Fact]
    public void A_line_that_never_returns_is_cut_off_and_the_run_goes_on_as_if_it_had_not_been()
    {
        var undisturbed = Train("undisturbed", []);
        var cut = Train("cut", ["Parameter(\"transformer.ln_f.weight\").zero_(); while (true) { }", "await Task.Delay(System.Threading.Timeout.Infinite)", "System.Threading.Thread.Sleep(-1)", "await Task.Delay(1); Step"], TimeSpan.FromSeconds(0.5));
        Assert.StartsWith("The line was cut off after 0.5 s", cut.Answers[0].Fault, StringComparison.Ordinal);
        Assert.StartsWith("The line was cut off after 0.5 s", cut.Answers[1].Fault, StringComparison.Ordinal);
        Assert.StartsWith("The line was cut off after 0.5 s", cut.Answers[2].Fault, StringComparison.Ordinal);
        Assert.Equal("5", cut.Answers[3].Result);
        Assert.Equal(undisturbed.Weights, cut.Weights);
    }

    [Fact]
    public void A_line_is_cut_off_by_hand()
    {
        ConsoleAnswer? cut = null;
        Train("cut", [], at: console =>
        {
            Assert.False(console.CutOff());
            var line = new ScriptConsole(console.Handle).Compile("await Task.Delay(System.Threading.Timeout.Infinite)");
            var evaluated = Task.Run(() => cut = console.Evaluate(line, TimeSpan.FromSeconds(100)));
            while (!console.CutOff()) Thread.Yield();
            evaluated.Wait();
        });
        Assert.Contains(cut!.Fault, (string[])["The line was cut off; everything is as it was before it.", "The line was withdrawn before it began."]);
    }

    [Theory]
    [InlineData("Gradi", 5, 0, "Gradient Gradients")]
    [InlineData("Stage.Len", 9, 6, "Length")]
    [InlineData("Parameter(\"transformer.h.0.ln_1", 31, 11, "transformer.h.0.ln_1.weight transformer.h.0.ln_1.bias")]
    [InlineData("Math.Sq", 7, 5, "Sqrt")]
    public void A_word_is_completed(string code, int position, int start, string words)
    {
        ConsoleCompletion? found = null;
        Train("completed", [], at: console =>
        {
            var (parameters, _) = console.Names();
            found = new ScriptConsole(console.Handle).Complete(code, position, new Dictionary<string, IReadOnlyList<string>> { ["Parameter"] = parameters });
        });
        Assert.Equal((start, words), (found!.Start, string.Join(' ', found.Words)));
    }

    private (List<ConsoleAnswer> Answers, string Weights) Train(string name, string[] lines, TimeSpan? limit = null, Action<RunConsole>? at = null)
    {
        StageResult? result = null;
        var answers = new List<ConsoleAnswer>();
        Task? asking = null;
        var ended = _bench.Execute(name, async recipe => result = await recipe.Pretrain("gpt").Bytes().Data("text", new TextOptions { Files = ["text.txt"], Window = 16, ValidationFraction = 0.1 })
            .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 32, ResidualDropout = 0.1 })
            .Objective("causal-lm").Loss("cross-entropy").AdamW(1e-2).Batch(4).Steps(10).Run(), (happened, worker) =>
        {
            if (happened is not StepTaken { Step: 5 }) return;
            worker.Pause();
            asking = Task.Run(() =>
            {
                try
                {
                    worker.Console.Show = ConsoleText.Of;
                    at?.Invoke(worker.Console);
                    var console = new ScriptConsole(worker.Console.Handle);
                    foreach (var line in lines)
                    {
                        try
                        {
                            answers.Add(worker.Console.Evaluate(console.Compile(line), limit ?? TimeSpan.FromSeconds(20)));
                        }
                        catch (RecipeException fault)
                        {
                            answers.Add(new ConsoleAnswer(null, "", fault.Message, null, 0, 0));
                        }
                    }
                }
                finally
                {
                    worker.Resume();
                }
            });
        }, everyStep: true);
        asking!.Wait();
        Assert.True(ended.ExitCode == 0, ended.Message);
        return (answers, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Join(result!.ModelDirectory, "model.safetensors")))));
    }
}
