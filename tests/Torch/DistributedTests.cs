// Process groups: two processes on this machine that really exchange tensors, and what is said where something is missing.
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
    private const string NoLibrary = "There are no process groups here: libgloo-dev was not installed when host/native was compiled.";

    [Fact]
    public async Task TwoProcessesReduceBroadcastGatherAndScatter()
    {
        Assert.SkipUnless(distributed.is_gloo_available(), NoLibrary);
        var port = FreePort();
        var ranks = Enumerable.Range(0, 2).Select(rank => Start(rank, 2, port, "collectives")).ToArray();
        foreach (var rank in ranks)
            Assert.Equal("all held\n", await End(rank));
    }

    [Fact]
    public async Task ARankThatNeverComesIsASentenceAfterTheTimeout()
    {
        Assert.SkipUnless(distributed.is_gloo_available(), NoLibrary);
        var said = await End(Start(0, 2, FreePort(), "alone"));
        Assert.StartsWith("TorchException: ", said, StringComparison.Ordinal);
        Assert.Contains("rank 0 of 2", said, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAGroupThereIsOneRank()
    {
        Assert.False(distributed.is_initialized());
        Assert.Equal((0, 1), (distributed.get_rank(), distributed.get_world_size()));
        var error = Assert.Throws<InvalidOperationException>(() => distributed.all_reduce(ones(1)));
        Assert.Contains("init_process_group", error.Message, StringComparison.Ordinal);
        distributed.destroy_process_group();
    }

    [Fact]
    public void MissingVariablesAndWrongMethodsAreNamed()
    {
        Assert.SkipUnless(distributed.is_gloo_available(), NoLibrary);
        Assert.Contains("WORLD_SIZE", Assert.Throws<TorchException>(() => distributed.init_process_group("gloo")).Message, StringComparison.Ordinal);
        Assert.Contains("MASTER_ADDR", Assert.Throws<TorchException>(() => distributed.init_process_group("gloo", rank: 0, world_size: 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => distributed.init_process_group("gloo", "smoke://signals", rank: 0, world_size: 1));
        Assert.Throws<ArgumentException>(() => distributed.init_process_group("gloo", rank: 2, world_size: 2));
        Assert.Contains("pigeons", Assert.Throws<TorchException>(() => distributed.init_process_group("pigeons", rank: 0, world_size: 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStoreKeepsBytesAndNumbers()
    {
        Assert.SkipUnless(distributed.is_gloo_available(), NoLibrary);
        using var store = new distributed.TCPStore("127.0.0.1", FreePort(), 1, is_master: true, TimeSpan.FromSeconds(1));
        store.set("name", "value");
        Assert.Equal("value"u8.ToArray(), store.get("name"));
        Assert.Equal(3, store.add("count", 3));
        Assert.Equal(5, store.add("count", 2));
        Assert.Contains("nothing", Assert.Throws<TorchException>(() => store.get("nothing")).Message, StringComparison.Ordinal);
    }

    /// <summary>The other end: <c>PluginHost.Tests rank WHAT</c>, one process of a group.</summary>
    internal static int Rank(string[] arguments)
    {
        try
        {
            distributed.init_process_group("gloo", timeout: TimeSpan.FromSeconds(arguments[0] == "alone" ? 2 : 60));
            var rank = distributed.get_rank();
            using var tensor = full([3], rank + 1, ScalarType.Float32);
            distributed.all_reduce(tensor);
            Expect(tensor, 3, 3, 3);
            distributed.all_reduce(tensor.fill_(rank), distributed.ReduceOp.AVG);
            Expect(tensor, 0.5f, 0.5f, 0.5f);
            using (var work = distributed.all_reduce(tensor.fill_(rank), distributed.ReduceOp.MAX, async_op: true))
                work!.wait();
            Expect(tensor, 1, 1, 1);
            distributed.broadcast(tensor.fill_(rank + 5), src: 1);
            Expect(tensor, 6, 6, 6);
            Tensor[] all = [zeros(3), zeros(3)];
            distributed.all_gather(all, tensor.fill_(rank));
            Expect(all[0], 0, 0, 0);
            Expect(all[1], 1, 1, 1);
            distributed.reduce_scatter(tensor, [full([3], 10 + rank, ScalarType.Float32), full([3], 20 + rank, ScalarType.Float32)]);
            Expect(tensor, rank == 0 ? [21, 21, 21] : [41, 41, 41]);
            if (rank == 0)
                distributed.send(tensor, 1);
            else
                distributed.recv(tensor, 0);
            Expect(tensor, 21, 21, 21);
            distributed.barrier();
            distributed.destroy_process_group();
            Console.WriteLine("all held");
            return 0;
        }
#pragma warning disable CA1031 // it is told to the test
        catch (Exception error)
#pragma warning restore CA1031
        {
            Console.WriteLine($"{error.GetType().Name}: {error.Message}");
            return 1;
        }
    }

    private static void Expect(Tensor tensor, params float[] expected)
    {
        var got = tensor.ToArray<float>();
        if (!got.SequenceEqual(expected))
            throw new InvalidOperationException($"expected [{string.Join(", ", expected)}], got [{string.Join(", ", got)}]");
    }

    private static Process Start(int rank, int size, int port, string what) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["rank", what])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment =
        {
            ["RANK"] = rank.ToString(CultureInfo.InvariantCulture),
            ["WORLD_SIZE"] = size.ToString(CultureInfo.InvariantCulture),
            ["MASTER_ADDR"] = "127.0.0.1",
            ["MASTER_PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["GLOO_SOCKET_IFNAME"] = "lo",
            ["OMP_NUM_THREADS"] = "1",
        },
    })!;

    private static async Task<string> End(Process process)
    {
        using var _ = process;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(90)));
        if (!process.HasExited)
            process.Kill();
        return output.Length > 0 ? output : await errors;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
