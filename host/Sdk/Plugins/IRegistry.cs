// What a plugin registers itself with. Plugins use the typed methods of RegistryExtensions.
namespace PluginHost;

/// <summary>Takes a plugin's factories. The host checks them against what the assembly announced.</summary>
public interface IRegistry
{
    /// <summary>Adds one component.</summary>
    /// <param name="registration">Its kind, name, options type and factory.</param>
    /// <exception cref="PluginException">The name was not announced by a <see cref="ProvidesAttribute"/>, or was registered before.</exception>
    void Add(Registration registration);
}
