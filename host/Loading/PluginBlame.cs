// Whose code an exception came out of.
using System.Diagnostics;
using System.Runtime.Loader;
using PluginHost.Loading.Loads;

namespace PluginHost.Loading;

/// <summary>Finds the plugin whose code threw, or was calling when something that it called threw.</summary>
public static class PluginBlame
{
    /// <summary>The plugin nearest to where an exception, or the one that caused it, was thrown; null where no plugin's code is on the way.</summary>
    /// <returns>Its name, its assembly as its build wrote it, and whether its own code threw.</returns>
    public static (string Plugin, string File, bool Threw)? Of(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.InnerException is { } cause && Of(cause) is { } deeper) return deeper;
        var frames = new StackTrace(fault).GetFrames();
        for (var i = 0; i < frames.Length; i++)
            if (frames[i].GetMethod()?.Module.Assembly is { } assembly && AssemblyLoadContext.GetLoadContext(assembly) is PluginLoadContext context)
                return (context.Plugin, context.Source, i == 0);
        return null;
    }
}
