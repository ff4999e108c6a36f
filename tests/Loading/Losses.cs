// Asks a catalog for a scenario plugin's loss.
using System.Runtime.CompilerServices;

namespace PluginHost.Tests.Loading;

/// <summary>Asks a catalog for a scenario plugin's loss.</summary>
internal static class Losses
{
    /// <summary>What the loss says that it reads. Not inlined, so that nothing of the plugin stays on the caller's stack.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string Reads(ICatalog catalog, string loss)
    {
        var registration = catalog.Get(Kind.Loss, loss);
        var options = Activator.CreateInstance(registration.Options)!;
        return ((Loss)registration.Create(options, new BuildContext())).Reads[0];
    }

    /// <summary>A loss of the plugin, which keeps the plugin's generation in memory.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Loss Make(ICatalog catalog, string loss)
    {
        var registration = catalog.Get(Kind.Loss, loss);
        return (Loss)registration.Create(Activator.CreateInstance(registration.Options)!, new BuildContext());
    }
}
