// Where a run's control socket lies, so that only its owner can reach it.
using System.Security.Cryptography;
using System.Text;

namespace PluginHost.App;

/// <summary>
/// The path of a run's control socket. A socket's path has room for about 107 bytes, so it lies in the user's runtime folder under a short
/// name, and <c>control.sock.path</c> in the run's folder says where.
/// </summary>
internal static class ControlSocket
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The file in the run's folder that holds the socket's path.</summary>
    public static string PointerOf(string runDirectory) => Path.Join(runDirectory, "control.sock.path");

    /// <summary>A path for the run's socket in a folder that is this user's alone; what an earlier worker left there is removed.</summary>
    /// <exception cref="SetupException">The folder belongs to somebody else.</exception>
    public static string Claim(string runDirectory)
    {
        var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        var folder = runtime is { Length: > 0 and < 60 } && Directory.Exists(runtime)
            ? Path.Join(runtime, "pluginhost")
            : $"/tmp/pluginhost-{Posix.UserId}";
        Directory.CreateDirectory(folder, OwnerOnly);
        // /tmp is everybody's: what lies there under our name may have been put there by somebody else.
        if (new DirectoryInfo(folder).LinkTarget is not null || !Posix.TakeOver(folder))
            throw new SetupException($"{folder} is not this user's folder, so no control socket is put there. Remove it, or set XDG_RUNTIME_DIR.");
        File.SetUnixFileMode(folder, OwnerOnly);
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(runDirectory))))[..12];
        var path = Path.Join(folder, id + ".sock");
        File.Delete(path);
        return path;
    }
}
