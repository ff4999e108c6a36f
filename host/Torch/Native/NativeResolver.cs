// Tells the runtime where the libraries of host/native are, when a native entry is called for the first time.
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

internal static class NativeResolver
{
    // A module initializer and no static constructor: the latter would put a check before every native call.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeResolver).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (!name.StartsWith("pluginhost_", StringComparison.Ordinal))
            return 0;
        var folder = Native.FindFolder()
            ?? throw new DllNotFoundException("The native libraries of PluginHost are not built (looked for artifacts/native/current above "
                + AppContext.BaseDirectory + "): run ./pluginhost doctor, or set PLUGINHOST_NATIVE to their folder.");
        var path = Path.Combine(folder, "lib" + name + ".so");
        if (!File.Exists(path))
            throw new DllNotFoundException($"{path} does not exist: run ./pluginhost doctor.");
        return NativeLibrary.Load(path);
    }
}
