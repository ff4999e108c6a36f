// Models whose weights NumPy wrote.
namespace MyNamePlugin;

/// <summary>Reads a folder with <c>config.json</c> and one <c>.npy</c> file a tensor, named as the tensor: what <c>numpy.save</c> writes in a loop over a state.</summary>
public sealed class MyNameImporter(MyNameOptions options) : Importer
{
    // Looks at names and first bytes only.
    public override bool CanRead(string path) =>
        Directory.Exists(path) && File.Exists(Path.Join(path, "config.json")) && Arrays(path) is { Count: > 0 } arrays && NpyFile.IsOne(arrays[0]);

    public override void Import(string path, string directory)
    {
        if (!CanRead(path)) throw new PluginHostException($"{path} should be a folder with config.json and .npy files, and is not.");
        File.Copy(Path.Join(path, "config.json"), Path.Join(directory, "config.json"), overwrite: true);
        using var scope = NewDisposeScope();
        Safetensors.Save(Path.Join(directory, "model.safetensors"),
            Arrays(path).Select(file => (options.Prefix + Path.GetFileNameWithoutExtension(file), NpyFile.Read(file))),
            new Dictionary<string, string> { ["format"] = "pt" });
    }

    private static IReadOnlyList<string> Arrays(string path) => [.. Directory.GetFiles(path, "*.npy").Order(StringComparer.Ordinal)];
}
