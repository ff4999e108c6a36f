// Plain PyTorch: a python3 that imports torch, and scripts/bench/peer.py.
using System.Text.Json.Nodes;

namespace PluginHost.App;

/// <summary>Plain PyTorch on this machine.</summary>
/// <param name="Python">The python3 that imports torch.</param>
/// <param name="Script">The program that it runs.</param>
/// <param name="Description">Which PyTorch it is.</param>
internal sealed record Peer(string Python, string Script, string Description)
{
    private const string Package = "python3-torch";

    /// <summary>Finds it, and installs Debian's where that is possible; null where it is not.</summary>
    public static async Task<Peer?> Find(Checkout checkout, Action<string> say, CancellationToken stop)
    {
        var script = Path.Join(checkout.Home, "scripts", "bench", "peer.py");
        if (await Look(script, stop) is { } found) return found;
        if (Posix.UserId != 0 || !File.Exists("/usr/bin/apt-get")) return null;
        say($"installing {Package} to compare with ...");
        try
        {
            await Child.Run(["/usr/bin/apt-get", "install", "-y", "--no-install-recommends", Package], null, stop);
        }
        catch (PluginHostException fault)
        {
            say(fault.Message);
        }

        return await Look(script, stop);
    }

    /// <summary>Runs the peer's program and reads the line that it prints.</summary>
    public async Task<JsonObject> Run(ThreadSetting? threads, CancellationToken stop, params string[] arguments)
    {
        var (lines, _) = await Child.Run([Python, Script, .. arguments], threads, stop);
        return JsonNode.Parse(lines[^1])!.AsObject();
    }

    private static async Task<Peer?> Look(string script, CancellationToken stop)
    {
        // Another python3 may come first in PATH, without torch.
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Append("/usr/bin").Distinct();
        foreach (var python in folders.Select(folder => Path.Join(folder, "python3")).Where(File.Exists))
        {
            try
            {
                var (lines, _) = await Child.Run([python, "-c", "import torch; print(torch.__version__)"], null, stop);
                return new Peer(python, script, $"PyTorch {lines[^1]}, {python}");
            }
            catch (PluginHostException)
            {
                // Has no torch; the next one may.
            }
        }

        return null;
    }
}
