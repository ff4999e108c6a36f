// Adapters on disk: a folder in PEFT's layout (adapter_config.json, adapter_model.safetensors).
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost;

/// <summary>Reads and writes adapters in the layout of Hugging Face's PEFT.</summary>
public static class AdapterFiles
{
    private const string ConfigName = "adapter_config.json";
    private const string WeightsName = "adapter_model.safetensors";
    private const string Prefix = "base_model.model.";
    private const string PromptPrefix = "base_model.";
    private const string BaseLayer = ".base_layer.";

    private static readonly string[] CommonKeys =
        ["peft_type", "task_type", "base_model_name_or_path", "revision", "inference_mode", "auto_mapping", "peft_version", "modules_to_save"];

    /// <summary>The folder's <c>adapter_config.json</c>.</summary>
    /// <exception cref="RecipeException">The folder or the file is not there.</exception>
    public static JsonObject ReadConfig(string directory)
    {
        var path = Path.Join(directory, ConfigName);
        return File.Exists(path) ? JsonFiles.Read(path) : throw new RecipeException($"There is no adapter in {directory}: {ConfigName} is not there.");
    }

    /// <summary>The method that reads an <c>adapter_config.json</c>: the one whose <see cref="ProvidesAttribute.Format"/> is its <c>peft_type</c>.</summary>
    /// <exception cref="RecipeException">The file names none, or no plugin reads it.</exception>
    public static CatalogEntry Method(ICatalog catalog, JsonObject config, string directory)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(config);
        var type = config["peft_type"]?.GetValue<string>()
            ?? throw new RecipeException($"{Path.Join(directory, ConfigName)} has no peft_type, so no method can be chosen.");
        return catalog.Entries.FirstOrDefault(entry => entry.Kind == Kind.Adapter && entry.Format == type)
            ?? throw new RecipeException($"No plugin reads adapters of type \"{type}\" ({directory}). Those that there are read: "
                + string.Join(", ", catalog.Entries.Where(entry => entry is { Kind: Kind.Adapter, Format: not null }).Select(entry => entry.Format).Distinct()) + ".");
    }

    /// <summary>Attaches the adapter of a folder to a model and takes its weights.</summary>
    /// <param name="registration">The method, from <see cref="Method"/>.</param>
    /// <param name="context">The model, and the adapter's name on it.</param>
    /// <param name="directory">The folder.</param>
    /// <exception cref="PluginHostException">The tensors do not fit; names and shapes are listed.</exception>
    public static Adapter Load(Registration registration, AdapterContext context, string directory)
    {
        ArgumentNullException.ThrowIfNull(registration);
        ArgumentNullException.ThrowIfNull(context);
        if (registration.ReadConfig is null)
            throw new PluginException($"The method \"{registration.Name}\" cannot be read from {ConfigName}: its plugin registers no way to.");
        var config = ReadConfig(directory);
        if (registration.ConfigKeys is { } known && config.Select(pair => pair.Key).Except(known).Except(CommonKeys).ToList() is { Count: > 0 } unknown)
            context.Warn($"{Path.Join(directory, ConfigName)}: the method \"{registration.Name}\" does not know {string.Join(", ", unknown)}; going on without.");
        var options = registration.ReadConfig(config);
        OptionRules.Validate(options, $"{Component.TitleOf(Kind.Adapter, registration.Name)} ({directory})");
        var adapter = (Adapter)registration.Create(options, context);
        context.Model.Attach(adapter);
        LoadWeights(context.Model, adapter, directory);
        return adapter;
    }

    /// <summary>Whether an adapter's files hold a head (PEFT's <c>modules_to_save</c>).</summary>
    /// <param name="directory">The adapter's folder.</param>
    /// <param name="key">What the model calls the head, as in <c>score</c>.</param>
    public static bool HoldsHead(string directory, string key)
    {
        var path = Path.Join(directory, WeightsName);
        if (!File.Exists(path)) return false;
        using var reader = Safetensors.Open(path);
        return reader.Names.Any(name => name.StartsWith($"{Prefix}{key}.", StringComparison.Ordinal) || name.StartsWith($"{PromptPrefix}{key}.", StringComparison.Ordinal));
    }

    /// <summary>Takes the weights of a folder into an adapter that is attached.</summary>
    /// <exception cref="PluginHostException">The tensors do not fit; names and shapes are listed.</exception>
    public static void LoadWeights(Model model, Adapter adapter, string directory)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(adapter);
        var path = Path.Join(directory, WeightsName);
        if (!File.Exists(path)) throw new RecipeException($"{directory} has no {WeightsName}.");
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var reader = Safetensors.Open(path);
        var expected = adapter.ToStored().ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var head = HeadState(model, adapter).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var stored = new Dictionary<string, torch.Tensor>(StringComparer.Ordinal);
        var faults = new List<string>();
        foreach (var name in reader.Names)
        {
            var own = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
            if (expected.TryGetValue(own, out var target)) stored[own] = reader.Tensor(name);
            else if (head.Remove(name, out target)) stored[name] = reader.Tensor(name);
            // PEFT stores an adapted embedding's own weight as well; the base has it.
            else if (own.Contains(BaseLayer, StringComparison.Ordinal)) continue;
            else
            {
                faults.Add($"\"{name}\" has no place");
                continue;
            }

            var read = stored[expected.ContainsKey(own) ? own : name];
            if (!read.shape.AsSpan().SequenceEqual(target.shape))
                faults.Add($"\"{name}\" is [{string.Join(", ", read.shape)}] where the model needs [{string.Join(", ", target.shape)}]");
            else if (!expected.ContainsKey(own)) target.copy_(read);
        }

        faults.AddRange(expected.Keys.Where(name => !stored.ContainsKey(name)).Select(name => $"\"{name}\" is missing"));
        if (faults.Count > 0)
            throw new PluginHostException($"The adapter in {directory} does not fit this {model.Architecture}: {string.Join("; ", faults.Take(6))}"
                + (faults.Count > 6 ? $"; and {faults.Count - 6} more." : "."));
        adapter.LoadStored(stored.Where(pair => expected.ContainsKey(pair.Key)).ToDictionary());
    }

    /// <summary>
    /// Writes an adapter, and the head where it is trained beside it (PEFT's <c>modules_to_save</c>). The folder is there whole or not at all.
    /// </summary>
    /// <param name="model">The model that it is attached to.</param>
    /// <param name="adapter">The adapter.</param>
    /// <param name="baseModel">What <c>base_model_name_or_path</c> is to say; null for nothing.</param>
    /// <param name="directory">The folder; what was there is replaced.</param>
    public static void Save(Model model, Adapter adapter, string? baseModel, string directory)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(adapter);
        WholeDirectory.Write(directory, target =>
        {
            var config = adapter.ToPeftConfig();
            config["base_model_name_or_path"] = baseModel;
            config["inference_mode"] = true;
            config["revision"] ??= null;
            config["auto_mapping"] ??= null;
            config["task_type"] = model.Head?.PeftTaskType;
            if (model.Head is { IsTied: false } head && config["modules_to_save"] is null && head.parameters().Any(parameter => parameter.requires_grad))
                config["modules_to_save"] = new JsonArray(head.Key);
            JsonFiles.Write(Path.Join(target, ConfigName), config);
            using var scope = torch.NewDisposeScope();
            Safetensors.Save(Path.Join(target, WeightsName),
                adapter.ToStored().Select(pair => (Bare(pair.Key) ? pair.Key : Prefix + pair.Key, pair.Value))
                    .Concat(HeadState(model, adapter).Select(pair => (pair.Key, pair.Value))),
                new Dictionary<string, string> { ["format"] = "pt" });
        });
    }

    /// <summary>The head's tensors by the names that they have in an adapter's file; none when the head is tied or not trained.</summary>
    private static IEnumerable<KeyValuePair<string, torch.Tensor>> HeadState(Model model, Adapter adapter)
    {
        if (model.Head is not { IsTied: false } head) return [];
        // Prompt methods wrap the model in one module less, and PEFT's names show it.
        var prefix = adapter.ToStored().All(pair => Bare(pair.Key)) ? PromptPrefix : Prefix;
        return head.named_parameters().Where(pair => pair.parameter.requires_grad)
            .Select(pair => KeyValuePair.Create($"{prefix}{head.Key}.{pair.name}", (torch.Tensor)pair.parameter));
    }

    private static bool Bare(string name) => !name.Contains('.', StringComparison.Ordinal);
}
