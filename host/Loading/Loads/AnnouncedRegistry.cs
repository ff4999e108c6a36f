// Takes what a plugin registers, and holds it to what it announced.
using PluginHost.Loading.Discovery;

namespace PluginHost.Loading.Loads;

/// <summary>The registry that one plugin is given, once.</summary>
/// <param name="who">How errors call the plugin.</param>
/// <param name="plugin">What it announced.</param>
internal sealed class AnnouncedRegistry(string who, PluginMetadata plugin) : IRegistry
{
    private readonly Dictionary<string, Registration> _registrations = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Add(Registration registration)
    {
        ArgumentNullException.ThrowIfNull(registration);
        var title = Component.TitleOf(registration.Kind, registration.Name);
        var announced = plugin.Provides.FirstOrDefault(one => one.Kind == registration.Kind && one.Name == registration.Name)
            ?? throw new PluginException($"{who} registers {title} without announcing it: add [assembly: Provides(Kind.{registration.Kind}, \"{registration.Name}\")].");
        var options = announced.OptionsType ?? typeof(NoOptions).FullName;
        if (registration.Options.FullName != options)
            throw new PluginException($"{who} announces {title} with the options {options} and registers it with {registration.Options.FullName}: they have to be the same.");
        if (!_registrations.TryAdd(ComponentKey.Of(registration.Kind, registration.Name), registration))
            throw new PluginException($"{who} registers {title} twice.");
    }

    /// <summary>What was registered, by <see cref="ComponentKey"/>, when that is everything that was announced.</summary>
    /// <exception cref="PluginException">Something announced was not registered.</exception>
    public IReadOnlyDictionary<string, Registration> Complete()
    {
        var missing = plugin.Provides.Where(one => !_registrations.ContainsKey(ComponentKey.Of(one.Kind, one.Name)))
            .Select(one => Component.TitleOf(one.Kind, one.Name)).ToList();
        return missing.Count == 0
            ? _registrations
            : throw new PluginException($"{who} announces {string.Join(", ", missing)} and does not register {(missing.Count == 1 ? "it" : "them")}.");
    }
}
