// What a plugin may say about how it is to be verified.
namespace PluginHost;

/// <summary>
/// Implemented by a plugin's class beside <see cref="IPlugin"/> when it gives <c>pluginhost plugins verify</c> options to verify its
/// components with, inputs that they take, or checks of its own. Nothing else calls it.
/// </summary>
public interface IVerifiable
{
    /// <summary>Names options, inputs and checks.</summary>
    /// <param name="verification">Takes them; its folder is empty and goes away afterwards.</param>
    void Verify(Verification verification);
}
