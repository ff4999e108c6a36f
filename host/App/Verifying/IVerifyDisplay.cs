// Shows a verification to whoever asked for it.
using PluginHost.Conformance;

namespace PluginHost.App;

/// <summary>Shows a verification.</summary>
internal interface IVerifyDisplay
{
    /// <summary>It begins.</summary>
    void Begin();

    /// <summary>A check was made.</summary>
    void Show(CheckResult result);

    /// <summary>It is over.</summary>
    /// <param name="elapsed">How long it took.</param>
    void End(TimeSpan elapsed);
}
