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
    public bool IsTrusted(string path) => IsInside(path) || File.Exists(Record(RecipeSource.Read(path)));

    /// <summary>Whether these texts, which a run keeps of its recipe, may run without a question: they are the files' own, or somebody said yes to them.</summary>
    /// <param name="path">The script's absolute path.</param>
    /// <param name="texts">Every text by absolute path.</param>
    public bool IsTrusted(string path, IReadOnlyDictionary<string, string> texts) =>
        File.Exists(Record(RecipeSource.Read(path, texts))) || (texts.All(file => IsInside(file.Key) && File.Exists(file.Key) && File.ReadAllText(file.Key) == file.Value));

    /// <summary>Remembers a yes to texts.</summary>
    /// <param name="path">The script's absolute path.</param>
    /// <param name="texts">Every text by absolute path.</param>
    public void Trust(string path, IReadOnlyDictionary<string, string> texts) => Keep(RecipeSource.Read(path, texts));

    /// <summary>Remembers that somebody said yes.</summary>
    /// <exception cref="RecipeException">It cannot be read.</exception>
    public void Trust(string path)
    {
        if (IsInside(path)) return;
        Keep(RecipeSource.Read(path));
    }

    private void Keep(RecipeSource source)
    {
        var lines = Files(source).Select(file => $"{HashOf(file.Value)} {file.Key}").Prepend(source.Path);
        AtomicFile.Write(Record(source), Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
    }

    /// <summary>What has changed since somebody last said yes to a recipe that is not trusted as it is: its file, or files that it loads.</summary>
    /// <returns>Absolute paths; empty where nobody ever said yes.</returns>
    public IReadOnlyList<string> ChangedSince(string path)
    {
        var source = RecipeSource.Read(path);
        var last = Directory.Exists(_folder)
            ? Directory.EnumerateFiles(_folder).Where(record => File.ReadLines(record).FirstOrDefault() == source.Path).MaxBy(File.GetLastWriteTimeUtc)
            : null;
        if (last is null) return [];
        var known = File.ReadLines(last).Skip(1).ToHashSet(StringComparer.Ordinal);
        return [.. Files(source).Where(file => !known.Contains($"{HashOf(file.Value)} {file.Key}")).Select(file => file.Key)];
    }

    private bool IsInside(string path)
    {
        // A link that leads out of the checkout is outside.
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        var relative = Path.GetRelativePath(home, target);
        return relative != ".." && !relative.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(relative);
    }

    private string Record(RecipeSource source)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (file, text) in Files(source)) hash.AppendData(Encoding.UTF8.GetBytes($"{file}\0{text}\0"));
        return Path.Join(_folder, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static IEnumerable<KeyValuePair<string, string>> Files(RecipeSource source) => source.Loaded.Prepend(KeyValuePair.Create(source.Path, source.Text));

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
