// What a model's folder holds, as hashes of its files.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PluginHost.Engine;

/// <summary>Hashes a model's folder: configuration, tokenizer and weights.</summary>
internal static class ModelFingerprint
{
    private static readonly string[] s_parts = [".json", ".safetensors", ".txt", ".model"];

    /// <summary>The files with their SHA-256, and one over all names and hashes.</summary>
    /// <param name="directory">A folder in Hugging Face's layout.</param>
    /// <param name="stop">Gives up between two blocks.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static JsonObject Of(string directory, CancellationToken stop)
    {
        var files = new JsonObject();
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(directory).Where(file => s_parts.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal))
        {
            var hash = Of(file, new byte[1 << 20], stop);
            files[Path.GetFileName(file)] = hash;
            whole.AppendData(Encoding.UTF8.GetBytes($"{Path.GetFileName(file)}\0{hash}\n"));
        }

        return new JsonObject { ["sha256"] = Convert.ToHexStringLower(whole.GetHashAndReset()), ["files"] = files };
    }

    private static string Of(string file, byte[] block, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        while (stream.Read(block) is var count and > 0)
        {
            stop.ThrowIfCancellationRequested();
            hash.AppendData(block, 0, count);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
