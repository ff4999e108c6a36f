// Models on disk: a folder in Hugging Face's layout (config.json, model.safetensors or its sharded index, the tokenizer's files).
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost;

/// <summary>Reads and writes models in Hugging Face's layout. Only safetensors is read, never pickle.</summary>
public static class ModelFiles
{
    private const string Weights = "model.safetensors";
    private const string Index = "model.safetensors.index.json";

    /// <summary>The folder's <c>config.json</c>.</summary>
    /// <exception cref="RecipeException">The folder or the file is not there.</exception>
    public static JsonObject ReadConfig(string directory)
    {
        if (!Directory.Exists(directory)) throw new RecipeException($"There is no model folder {directory}.");
        var path = Path.Join(directory, "config.json");
        if (!File.Exists(path))
            throw new RecipeException($"{directory} is no model folder: it has no config.json. It holds: {Listing(directory)}.");
        return JsonFiles.Read(path);
    }

    /// <summary>The architecture that reads a <c>config.json</c>: the one whose <see cref="ProvidesAttribute.Format"/> is its <c>model_type</c>.</summary>
    /// <exception cref="RecipeException">The file names none, or no plugin reads it.</exception>
    public static CatalogEntry Architecture(ICatalog catalog, JsonObject config, string directory)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(config);
        var type = config["model_type"]?.GetValue<string>()
            ?? throw new RecipeException($"{Path.Join(directory, "config.json")} has no model_type, so no architecture can be chosen.");
        return catalog.Entries.FirstOrDefault(entry => entry.Kind == Kind.Model && entry.Format == type)
            ?? throw new RecipeException($"No plugin reads models of type \"{type}\" ({directory}). Those that there are read: "
                + string.Join(", ", catalog.Entries.Where(entry => entry is { Kind: Kind.Model, Format: not null }).Select(entry => entry.Format).Distinct()) + ".");
    }

    /// <summary>
    /// The head that the files were saved with: the registered head one of whose formats (separated by commas) ends the class name in
    /// <c>architectures</c>; null when there is none.
    /// </summary>
    public static CatalogEntry? StoredHead(ICatalog catalog, JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(config);
        var name = (config["architectures"] as JsonArray)?.FirstOrDefault()?.GetValue<string>();
        return name is null ? null : catalog.Entries.FirstOrDefault(entry => entry is { Kind: Kind.Head, Format: not null }
            && entry.Format.Split(',').Any(format => name.EndsWith(format, StringComparison.Ordinal)));
    }

    /// <summary>Takes the weights of a folder into a model, on whatever device the model is.</summary>
    /// <exception cref="PluginHostException">A tensor has another shape than the model's, or the files are damaged.</exception>
    public static LoadReport LoadWeights(Model model, string directory)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var state = ModuleTree.BaseState(model).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var missing = new HashSet<string>(state.Keys, StringComparer.Ordinal);
        var unused = new List<string>();
        foreach (var file in WeightFiles(directory))
        {
            using var reader = Safetensors.Open(file);
            foreach (var stored in reader.Names)
            {
                if (model.MapStoredName(stored) is not { } name) continue;
                if (!state.TryGetValue(name, out var target))
                {
                    if (!model.TiedNames.ContainsKey(name)) unused.Add(stored);
                    continue;
                }

                using var tensor = reader.Tensor(stored);
                if (!tensor.shape.AsSpan().SequenceEqual(target.shape))
                    throw new PluginHostException($"{file}: \"{stored}\" has the shape [{string.Join(", ", tensor.shape)}] where {model.Architecture}'s \"{name}\" "
                        + $"has [{string.Join(", ", target.shape)}]. The config.json beside it does not describe these weights.");
                target.copy_(tensor);
                missing.Remove(name);
            }
        }

        return new LoadReport([.. missing.Order(StringComparer.Ordinal)], unused);
    }

    /// <summary>Writes a model: its base weights and head, not its adapters. The folder is there whole or not at all.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">The tokenizer, or null.</param>
    /// <param name="directory">The folder; what was there is replaced.</param>
    public static void Save(Model model, Tokenizer? tokenizer, string directory)
    {
        ArgumentNullException.ThrowIfNull(model);
        WholeDirectory.Write(directory, target =>
        {
            JsonFiles.Write(Path.Join(target, "config.json"), Config(model));
            using var scope = torch.NewDisposeScope();
            Safetensors.Save(Path.Join(target, Weights),
                ModuleTree.BaseState(model).Select(pair => (pair.Key, pair.Value)), new Dictionary<string, string> { ["format"] = "pt" });
            tokenizer?.Save(target);
        });
    }

    /// <summary>What <c>config.json</c> says of a model and its head.</summary>
    public static JsonObject Config(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var config = model.ToConfig();
        foreach (var (name, value) in model.Head?.ToConfig() ?? []) config[name] = value?.DeepClone();
        if (config["architectures"] is JsonValue single) config["architectures"] = new JsonArray(single.DeepClone());
        return config;
    }

    private static IEnumerable<string> WeightFiles(string directory)
    {
        var whole = Path.Join(directory, Weights);
        if (File.Exists(whole)) return [whole];
        var index = Path.Join(directory, Index);
        if (!File.Exists(index))
            throw new RecipeException($"{directory} has neither {Weights} nor {Index}. It holds: {Listing(directory)}. Pickle files (.bin, .pt) are not read; convert them to safetensors.");
        var map = JsonFiles.Read(index)["weight_map"] as JsonObject ?? throw new RecipeException($"{index} has no weight_map.");
        return [.. map.Select(pair => pair.Value!.GetValue<string>()).Distinct(StringComparer.Ordinal).Select(name =>
            // A name in a file is not to be trusted with a path.
            Path.GetFileName(name) == name ? Path.Join(directory, name) : throw new RecipeException($"{index} names the file \"{name}\", which is not in the folder itself."))];
    }

    private static string Listing(string directory) => string.Join(", ", Directory.EnumerateFileSystemEntries(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal).Take(12)) is { Length: > 0 } names
        ? names
        : "nothing";
}
