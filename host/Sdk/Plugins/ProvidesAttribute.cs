// Announces one component of a plugin. Read from metadata, before any of the plugin's code runs.
namespace PluginHost;

/// <summary>Announces one component: its kind, its name and the type of its options.</summary>
/// <param name="kind">What it is.</param>
/// <param name="name">Its name in kebab-case; unique within its kind.</param>
/// <param name="options">An immutable record whose defaults are the component's defaults; null for a component without options.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ProvidesAttribute(Kind kind, string name, Type? options = null) : Attribute
{
    /// <summary>What it is.</summary>
    public Kind Kind { get; } = kind;

    /// <summary>Its name in kebab-case.</summary>
    public string Name { get; } = name;

    /// <summary>The type of its options, or null.</summary>
    public Type? Options { get; } = options;

    /// <summary>
    /// The name by which files on disk call it: a model's <c>model_type</c> in <c>config.json</c>, an adapter's <c>peft_type</c> in
    /// <c>adapter_config.json</c>, the ends of a head's class names in <c>architectures</c> separated by commas
    /// (<c>ForSequenceClassification</c>), a tokenizer's <c>tokenizer_class</c> in <c>tokenizer_config.json</c>. The host uses it to find who can read a directory.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>One sentence for <c>pluginhost plugins list</c>.</summary>
    public string? Summary { get; init; }
}
