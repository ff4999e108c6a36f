// One file of a plugin's folder, and what a whole folder is known by.
using System.Security.Cryptography;
using System.Text;

namespace PluginHost.Loading.Discovery;

/// <summary>One file of a plugin.</summary>
/// <param name="Name">Its path below the plugin's folder, with <c>/</c> between the parts.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Modified">When it was last written, in ticks of UTC.</param>
/// <param name="Hash">SHA-256 of its content, in lower-case hexadecimal; empty while it has not been read.</param>
internal sealed record PluginFile(string Name, long Size, long Modified, string Hash)
{
    /// <summary>What a folder is known by: a SHA-256 over the names and hashes of its files, which come in the order of their names.</summary>
    public static string ContentHash(IEnumerable<PluginFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
            hash.AppendData(Encoding.UTF8.GetBytes($"{file.Name}\0{file.Hash}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
