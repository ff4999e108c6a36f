// Two ranks in two network namespaces, as on two machines: their addresses differ and nothing reaches them over loopback.
using System.Diagnostics;
using System.Text.Json.Nodes;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.Engine.Distributed;

public sealed class NamespaceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginhost-namespaces-").FullName;
    private readonly string _id = Guid.NewGuid().ToString("N")[..6];

    public void Dispose()
    {
        foreach (var side in new[] { "a", "b" }) Ip("netns", "delete", Space(side));
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Ranks_in_two_namespaces_train_over_the_wire_between_them()
    {
        Assert.SkipUnless(torch.distributed.is_gloo_available(), RankGroup.NoGloo);
        Assert.SkipUnless(Environment.UserName == "root" && Connect(), "Two network namespaces cannot be made here: it takes root and the program ip.");
        File.WriteAllText(Path.Join(_folder, "text.txt"), File.ReadAllText(Path.Join(SharedData.Checkout, "README.md")));
        string[] keys = ["ranks", "what=run", $"folder={Path.Join(_folder, "run")}", $"text={Path.Join(_folder, "text.txt")}", "batch=8"];
        var ranks = new[] { "a", "b" }.Select((side, rank) =>
        {
            var start = new ProcessStartInfo("ip", ["netns", "exec", Space(side), Environment.ProcessPath!, .. keys]) { RedirectStandardOutput = true }.In(rank, 2, 29500);
            start.Environment["MASTER_ADDR"] = "10.77.0.1";
            start.Environment["GLOO_SOCKET_IFNAME"] = Wire(side);
            return Process.Start(start)!;
        }).ToArray();
        var said = ranks.Select(rank =>
        {
            using (rank)
            {
                var output = rank.StandardOutput.ReadToEndAsync();
                if (!rank.WaitForExit(TimeSpan.FromSeconds(120))) rank.Kill(entireProcessTree: true);
                return JsonNode.Parse(output.GetAwaiter().GetResult().Trim())!;
            }
        }).ToArray();
        foreach (var rank in said) Assert.True(rank["code"]!.GetValue<int>() == 0, rank["message"]?.GetValue<string>());
        Assert.Equal(6, said[0]["losses"]!.AsArray().Count);
        Assert.True(JsonNode.DeepEquals(said[0]["losses"], said[1]["losses"]));
    }

    private bool Connect() =>
        Ip("netns", "add", Space("a")) && Ip("netns", "add", Space("b"))
        && Ip("link", "add", Wire("a"), "netns", Space("a"), "type", "veth", "peer", "name", Wire("b"), "netns", Space("b"))
        && Up("a", "10.77.0.1/24") && Up("b", "10.77.0.2/24");

    private bool Up(string side, string address) =>
        Ip("-n", Space(side), "address", "add", address, "dev", Wire(side)) && Ip("-n", Space(side), "link", "set", Wire(side), "up") && Ip("-n", Space(side), "link", "set", "lo", "up");

    private string Space(string side) => $"ph-{_id}-{side}";

    private string Wire(string side) => $"ph{_id}{side}";

    private static bool Ip(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such program.
            return false;
        }
    }
}
