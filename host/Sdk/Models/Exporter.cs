// The contract of an exporter: foreign model files.
namespace PluginHost;

/// <summary>Writes a model in a format that is not Hugging Face's layout.</summary>
public abstract class Exporter
{
    /// <summary>Writes the model into a folder.</summary>
    /// <param name="model">The model; its adapters are merged if the format has no place for them.</param>
    /// <param name="tokenizer">The tokenizer, or null.</param>
    /// <param name="directory">An empty folder.</param>
    public abstract void Export(Model model, Tokenizer? tokenizer, string directory);
}
