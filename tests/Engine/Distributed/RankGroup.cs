// Starts the ranks of a test as processes of their own on this machine.
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace PluginHost.Tests.Engine.Distributed;

/// <summary>Starts the ranks of a test as processes of their own.</summary>
internal static class RankGroup
{
    /// <summary>Why nothing is tested; null where there are process groups.</summary>
    public static string NoGloo => "There are no process groups here: libgloo-dev was not installed when host/native was compiled.";

    /// <summary>Runs <see cref="RankProgram"/> on so many ranks, 1 being a process without a group, and gives what each printed.</summary>
    public static JsonObject[] Run(int size, params string[] keys)
    {
        var port = FreePort();
        var ranks = Enumerable.Range(0, size).Select(rank => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["ranks", .. keys]) { RedirectStandardOutput = true, RedirectStandardError = true }.In(rank, size, port))!).ToArray();
        return [.. ranks.Select(End)];
    }

    /// <summary>torchrun's variables in the environment of a process that is to be started.</summary>
    public static ProcessStartInfo In(this ProcessStartInfo start, int rank, int size, int port)
    {
        foreach (var (name, value) in Variables(rank, size, port)) start.Environment[name] = value;
        return start;
    }

    /// <summary>torchrun's variables; none for a world of one.</summary>
    public static Dictionary<string, string> Variables(int rank, int size, int port) => size == 1 ? [] : new Dictionary<string, string>
    {
        ["RANK"] = rank.ToString(CultureInfo.InvariantCulture),
        ["WORLD_SIZE"] = size.ToString(CultureInfo.InvariantCulture),
        ["LOCAL_RANK"] = rank.ToString(CultureInfo.InvariantCulture),
        ["MASTER_ADDR"] = "127.0.0.1",
        ["MASTER_PORT"] = port.ToString(CultureInfo.InvariantCulture),
        ["GLOO_SOCKET_IFNAME"] = "lo",
    };

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static JsonObject End(Process process)
    {
        using var _ = process;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromSeconds(120)))
        {
            process.Kill();
            throw new TimeoutException("A rank did not end within 120 s.");
        }

        var lines = output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0) throw new InvalidOperationException($"A rank ended with {process.ExitCode} and said nothing but: {errors.GetAwaiter().GetResult()}");
        return JsonNode.Parse(lines[^1])!.AsObject();
    }
}
