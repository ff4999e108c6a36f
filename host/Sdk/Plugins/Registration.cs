// One component of a plugin in the neutral form in which the host keeps it.
using System.Text.Json.Nodes;

namespace PluginHost;

/// <summary>
/// One component: what <see cref="RegistryExtensions"/> makes of a typed factory. The host hands <see cref="Create"/> options that
/// it has thawed and validated, and the <see cref="BuildContext"/> that belongs to the kind.
/// </summary>
public sealed class Registration
{
    /// <summary>What it is.</summary>
    public required Kind Kind { get; init; }

    /// <summary>Its name in kebab-case.</summary>
    public required string Name { get; init; }

    /// <summary>The type of its options.</summary>
    public required Type Options { get; init; }

    /// <summary>Makes the component from its options and the context of its kind.</summary>
    public required Func<object, BuildContext, object> Create { get; init; }

    /// <summary>
    /// Options read from a foreign configuration (<c>config.json</c> of a model, <c>adapter_config.json</c> of an adapter); null
    /// when the component cannot be read from files.
    /// </summary>
    public Func<JsonObject, object>? ReadConfig { get; init; }

    /// <summary>
    /// The keys of the foreign configuration that <see cref="ReadConfig"/> understands, beside those that every component of the kind has;
    /// the host warns of any other. Null when it cannot be said.
    /// </summary>
    public IReadOnlyCollection<string>? ConfigKeys { get; init; }
}
