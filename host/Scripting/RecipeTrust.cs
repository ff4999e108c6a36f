// A recipe is a program: one from outside the checkout runs when somebody has said yes to it as it is.
using System.Security.Cryptography;
using System.Text;
using PluginHost.Loading;

namespace PluginHost.Scripting;

/// <summary>
/// Remembers which recipes from outside the checkout somebody said yes to. The yes is for the file in its place with its text and that of
/// everything that it loads; whatever changes is asked about again.
/// </summary>
/// <param name="home">The checkout, whose own recipes are trusted as the host's code is.</param>
/// <param name="stateDirectory">A folder of the host's own.</param>
public sealed class RecipeTrust(string home, string stateDirectory)
{
    private readonly string _folder = Path.Join(stateDirectory, "trusted-recipes");

    /// <summary>Whether a recipe may run without a question.</summary>
    /// <exception cref="RecipeException">It cannot be read.</exception>
    public bool IsTrusted(string path) => IsInside(path) || File.Exists(Record(path));

    /// <summary>Remembers that somebody said yes.</summary>
    /// <exception cref="RecipeException">It cannot be read.</exception>
    public void Trust(string path)
    {
        if (!IsInside(path)) AtomicFile.Write(Record(path), Encoding.UTF8.GetBytes(Path.GetFullPath(path) + "\n"));
    }

    private bool IsInside(string path)
    {
        // A link that leads out of the checkout is outside.
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        var relative = Path.GetRelativePath(home, target);
        return relative != ".." && !relative.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(relative);
    }

    private string Record(string path)
    {
        var source = RecipeSource.Read(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (file, text) in source.Loaded.Prepend(KeyValuePair.Create(source.Path, source.Text)))
            hash.AppendData(Encoding.UTF8.GetBytes($"{file}\0{text}\0"));
        return Path.Join(_folder, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
