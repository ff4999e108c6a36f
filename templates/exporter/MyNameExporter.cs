// Models for whoever has NumPy and nothing else.
namespace MyNamePlugin;

/// <summary>Writes <c>config.json</c> and one <c>.npy</c> file a tensor, named as the tensor is in Hugging Face's files.</summary>
public sealed class MyNameExporter(MyNameOptions options) : Exporter
{
    public override void Export(Model model, Tokenizer? tokenizer, string directory)
    {
        if (model.Adapters.Count > 0) throw new PluginHostException("exporter \"my-name\" has no place for adapters: merge them into the model first.");
        JsonFiles.Write(Path.Join(directory, "config.json"), ModelFiles.Config(model));
        using var scope = NewDisposeScope();
        foreach (var (name, tensor) in ModuleTree.BaseState(model)) NpyFile.Write(Path.Join(directory, name + ".npy"), tensor);
        if (options.Tokenizer) tokenizer?.Save(directory);
    }
}
