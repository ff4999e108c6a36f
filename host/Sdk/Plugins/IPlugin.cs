// The one type that a plugin assembly must have.
namespace PluginHost;

/// <summary>
/// The entry point of a plugin assembly: exactly one public class with a public parameterless constructor implements it.
/// </summary>
public interface IPlugin
{
    /// <summary>
    /// Registers exactly what the assembly's <see cref="ProvidesAttribute"/>s announce, and does nothing else:
    /// no tensor is made and no file is read here.
    /// </summary>
    /// <param name="registry">Takes one factory per announced name.</param>
    void Register(IRegistry registry);
}
