// What a run's record says that it was trained on.
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace PluginHost.TextData;

/// <summary>SHA-256 of a split's content, taken piece by piece.</summary>
internal sealed class Fingerprints : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds a text, followed by a mark that no text holds, so that "ab", "c" and "a", "bc" differ.</summary>
    public Fingerprints Add(string text)
    {
        _hash.AppendData(Encoding.UTF8.GetBytes(text));
        _hash.AppendData([0]);
        return this;
    }

    /// <summary>Adds ids.</summary>
    public Fingerprints Add(ReadOnlySpan<int> ids)
    {
        _hash.AppendData(BitConverter.GetBytes(ids.Length));
        _hash.AppendData(MemoryMarshal.AsBytes(ids));
        return this;
    }

    /// <summary>The hash in lower-case hexadecimal.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
