// A folder with the files of one test.
using PluginHost.TextData;
using Xunit;

namespace PluginHost.Tests.Plugins.TextData;

/// <summary>A folder with the files of one test, and the contexts that start there.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("text-data-");

    public string FullName => _folder.FullName;

    public static Registrations Plugin { get; } = new(new TextDataPlugin());

    public DataContext Context => new() { BaseDirectory = FullName, Tokenizer = Plugin.Make<Tokenizer>(Kind.Tokenizer, "bytes") };

    /// <summary>Writes a file, and the folders above it.</summary>
    public void Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file, and the folders above it.</summary>
    public void Write(string path, byte[] bytes)
    {
        var full = Path.Join(FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
    }

    public DatasetSplits Read(string name, object options) => Plugin.Make<DatasetSplits>(Kind.Dataset, name, options, Context);

    /// <summary>The sentence that reading a dataset fails with.</summary>
    public string Fault(string name, object options) => Xunit.Assert.Throws<RecipeException>(() => Read(name, options)).Message;

    /// <summary>A row's ids as text.</summary>
    public static string Text(Example row) =>
        System.Text.Encoding.Latin1.GetString(Array.ConvertAll(row.Get<long[]>(Fields.InputIds), id => (byte)id));

    /// <summary>All rows of a split as text.</summary>
    public static List<string> Texts(Dataset split) => [.. Rows(split).Select(Text)];

    public static IEnumerable<Example> Rows(Dataset split) => Enumerable.Range(0, (int)split.Count).Select(index => split.Read(index));

    public void Dispose() => _folder.Delete(recursive: true);
}
