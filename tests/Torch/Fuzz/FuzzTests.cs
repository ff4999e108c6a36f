// No call of an operator ends the process: random arguments for all of them, in a process of their own that says which call it makes.
using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using Xunit;

namespace PluginHost.Tests.Torch;

[Collection(GlobalSettings.Name)]
public sealed class FuzzTests : IDisposable
{
    private const string Calls = "PLUGINHOST_FUZZ_CALLS";
    private const string Seed = "PLUGINHOST_FUZZ_SEED";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly string _mark = Path.Join(Path.GetTempPath(), "pluginhost-fuzz-" + Guid.NewGuid().ToString("N")[..8]);

    public void Dispose() => File.Delete(_mark);

    /// <summary>Another number of calls or another seed: set PLUGINHOST_FUZZ_CALLS or PLUGINHOST_FUZZ_SEED.</summary>
    [Fact]
    public void RandomCallsOfEveryOperatorAreRefusedOrAnswered()
    {
        var calls = Setting(Calls, 100_000);
        var seed = Setting(Seed, 1);
        var (code, output) = Run(seed, calls, out var last);
        if (code == 0)
            return;
        if (last < 0)
            Assert.Fail(output);
        var call = FuzzCall.At(FuzzOperators.All(), seed, last);
        Assert.Fail($"{(code == int.MinValue ? "A call did not come back" : $"The process ended with exit code {code}")} in call {last}: {call}\n"
            + $"Replay: {Environment.ProcessPath} fuzz --seed {seed} --from {last} --count 1 --say\n{output}");
    }

    [Fact]
    public void ACallIsTheSameWheneverItIsAskedFor()
    {
        var operators = FuzzOperators.All("aten::add");
        Assert.NotEmpty(operators);
        Assert.Equal(FuzzCall.At(operators, 3, 77).ToString(), FuzzCall.At(operators, 3, 77).ToString());
        Assert.NotEqual(FuzzCall.At(operators, 3, 77).ToString(), FuzzCall.At(operators, 4, 77).ToString());
    }

    [Fact]
    public void ASchemaIsReadAsItIsPrinted()
    {
        var schema = FuzzSchema.Parse("aten::made.out(Tensor(a! -> ) self, Tensor?[] indices, *, int[2]? stride=[1, 1], str mode=\"a, b\", Tensor(b!) out) -> Tensor(b!)");
        Assert.Equal("aten::made.out", schema.Name);
        Assert.Equal(["Tensor", "Tensor?", "int", "str", "Tensor"], schema.Parameters.Select(parameter => parameter.Type));
        Assert.True(schema.Parameters[2] is { Optional: true, List: true, HasDefault: true, Name: "stride" });
    }

    private static long Setting(string name, long otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    // The exit code (the smallest integer for a call that did not come back), what was said, and the call that was being made, or -1.
    private (int Code, string Output) Run(long seed, long calls, out long last)
    {
        // Memory that libtorch takes past its allocator is limited too: a size out of nowhere must not fill the machine.
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", "ulimit -c 0; ulimit -d 6000000; exec \"$0\" \"$@\" 2> /dev/null", Environment.ProcessPath!, "fuzz", "--seed", $"{seed}", "--from", "0", "--count", $"{calls}", "--mark", _mark },
            RedirectStandardOutput = true,
            Environment = { ["OMP_NUM_THREADS"] = "1", ["OPENBLAS_NUM_THREADS"] = "1", ["DOTNET_DbgEnableMiniDump"] = "0" },
        };
        using (var made = MemoryMappedFile.CreateFromFile(_mark, FileMode.Create, null, FuzzWorker.MarkBytes))
        using (var mark = made.CreateViewAccessor())
        using (var process = Process.Start(start)!)
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var (seen, since) = (0L, Stopwatch.StartNew());
            var stuck = false;
            while (!process.WaitForExit(200))
            {
                if (mark.ReadInt64(0) is var now && now != seen)
                    (seen, since) = (now, Stopwatch.StartNew());
                else if (since.Elapsed > s_patience)
                {
                    stuck = true;
                    process.Kill();
                }
            }
            last = mark.ReadInt64(0) - 1;
            return (stuck ? int.MinValue : process.ExitCode, output.Result);
        }
    }
}
