// The contract of an importer: foreign model files.
namespace PluginHost;

/// <summary>Reads a model from files that are not in Hugging Face's layout and writes them in it.</summary>
public abstract class Importer
{
    /// <summary>Whether it can read this file or folder. Looks at names and first bytes only.</summary>
    public abstract bool CanRead(string path);

    /// <summary>Writes what it read as a model folder in Hugging Face's layout.</summary>
    /// <param name="path">The foreign file or folder.</param>
    /// <param name="directory">An empty folder.</param>
    public abstract void Import(string path, string directory);
}
