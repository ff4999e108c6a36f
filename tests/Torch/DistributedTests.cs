// Several processes over gloo on loopback: this program started again, once for each rank.
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

public sealed class DistributedTests
{
    private const int World = 2;

    [Fact]
    public void Two_processes_compute_together()
    {
        Assert.SkipUnless(distributed.is_gloo_available(), "This build has no gloo.");
        var port = FreePort();
        var ranks = Enumerable.Range(0, World).Select(rank => Start(rank, port)).ToList();
        foreach (var rank in ranks)
        {
            var output = rank.StandardOutput.ReadToEnd();
            if (!rank.WaitForExit(TimeSpan.FromSeconds(60))) rank.Kill(entireProcessTree: true);
            Assert.True(rank.ExitCode == 0 && output.Contains("Total: 1,", StringComparison.Ordinal), output);
            rank.Dispose();
        }
    }

    /// <summary>What each of the two processes does.</summary>
    [Fact(Explicit = true)]
    public void As_a_rank()
    {
        using var scope = NewDisposeScope();
        Assert.False(distributed.is_initialized());
        distributed.init_process_group("gloo", timeout: TimeSpan.FromSeconds(30));
        var rank = distributed.get_rank();
        Assert.Equal(World, distributed.get_world_size());

        var sum = tensor(new[] { 1f, 2f }) * (rank + 1);
        distributed.all_reduce(sum);
        Assert.Equal([3f, 6f], sum.data<float>().ToArray());
        var most = tensor((long)rank);
        distributed.all_reduce(most, distributed.ReduceOp.MAX);
        Assert.Equal(World - 1, most.ToInt64());

        var told = tensor(rank * 10f);
        distributed.broadcast(told, src: 1);
        Assert.Equal(10f, told.ToSingle());

        List<Tensor> all = [zeros(3), zeros(3)];
        distributed.all_gather(all, ones(3) * (rank + 5));
        Assert.Equal([5f, 6f], all.Select(tensor => tensor[2].ToSingle()));

        var sent = tensor(new[] { 4f, 5f });
        var received = zeros(2);
        if (rank == 0) distributed.send(sent, dst: 1);
        else distributed.recv(received, src: 0);
        if (rank == 1) Assert.Equal([4f, 5f], received.data<float>().ToArray());

        distributed.barrier();
        Assert.Contains("one tensor for each of 2 ranks, got 1", Assert.Throws<ArgumentException>(() => distributed.all_gather([zeros(1)], zeros(1))).Message, StringComparison.Ordinal);
        Assert.Contains("part of a group already", Assert.Throws<InvalidOperationException>(() => distributed.init_process_group()).Message, StringComparison.Ordinal);
        distributed.destroy_process_group();
        Assert.False(distributed.is_initialized());
    }

    [Fact]
    public void A_rank_that_never_comes_is_a_sentence_after_the_time_given()
    {
        Assert.SkipUnless(distributed.is_gloo_available(), "This build has no gloo.");
        var fault = Assert.Throws<TorchException>(() => distributed.init_process_group("gloo", 0, 2, "127.0.0.1", FreePort(), TimeSpan.FromSeconds(1)));
        Assert.Contains("rank 0 of 2", fault.Message, StringComparison.Ordinal);
        Assert.False(distributed.is_initialized());
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Assert.Contains("part of no group", Assert.Throws<InvalidOperationException>(() => distributed.barrier()).Message, StringComparison.Ordinal);
        Assert.Contains("gloo or nccl", Assert.Throws<ArgumentException>(() => distributed.init_process_group("mpi")).Message, StringComparison.Ordinal);
        Assert.SkipUnless(distributed.is_available(), "This build has no process groups.");
        Assert.Contains("MASTER_ADDR", Assert.Throws<InvalidOperationException>(() => distributed.init_process_group("gloo", 0, 1)).Message, StringComparison.Ordinal);
    }

    private static Process Start(int rank, int port)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["-noLogo", "-noColor", "-explicit", "only", "-method", "*DistributedTests.As_a_rank"]) { RedirectStandardOutput = true };
        foreach (var (name, value) in new[] { ("RANK", Text(rank)), ("WORLD_SIZE", Text(World)), ("MASTER_ADDR", "127.0.0.1"), ("MASTER_PORT", Text(port)) })
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
