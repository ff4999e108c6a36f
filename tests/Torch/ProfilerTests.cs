// Timing operators: calls are counted, on every thread, and inner operators are not counted to the outer ones.
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.Torch;

public sealed class ProfilerTests
{
    [Fact]
    public void Calls_are_counted_on_every_thread()
    {
        using var scope = torch.NewDisposeScope();
        var a = torch.rand(64, 64);
        Profiler.Start();
        for (var i = 0; i < 5; i++) _ = a.mm(a);
        var beside = new Thread(() =>
        {
            using var inner = torch.NewDisposeScope();
            for (var i = 0; i < 3; i++) _ = a.mm(a);
        });
        beside.Start();
        beside.Join();
        var times = Profiler.Stop();
        Assert.Equal(8, times.Single(time => time.Name == "aten::mm").Calls);
        Assert.Equal([.. times.OrderByDescending(time => time.Time)], times);
    }

    [Fact]
    public void An_operators_time_is_its_own()
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor a = torch.rand(256, 256), b = torch.rand(256, 256), c = torch.rand(256);
        Profiler.Start();
        for (var i = 0; i < 20; i++) _ = torch.nn.functional.linear(a, b, c);
        var times = Profiler.Stop().ToDictionary(time => time.Name, StringComparer.Ordinal);
        // linear calls addmm, which does the work.
        Assert.Equal(20, times["aten::linear"].Calls);
        Assert.True(times["aten::linear"].Time < times["aten::addmm"].Time / 2, $"{times["aten::linear"].Time} of {times["aten::addmm"].Time}");
    }

    [Fact]
    public void A_second_start_and_a_stop_without_one_are_sentences()
    {
        Assert.Contains("not being timed", Assert.Throws<TorchException>(() => Profiler.Stop()).Message, StringComparison.Ordinal);
        Profiler.Start();
        Assert.Contains("already", Assert.Throws<TorchException>(Profiler.Start).Message, StringComparison.Ordinal);
        Assert.Empty(Profiler.Stop());
    }
}
