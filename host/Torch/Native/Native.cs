// Where the native libraries are, and loading them early on another thread.
namespace TorchSharp;

/// <summary>The native side of the binding. Nothing is loaded before the first use of a tensor, or before <see cref="Preload"/>.</summary>
public static class Native
{
    private static readonly Lock s_lock = new();
    private static Thread? s_loader;

    /// <summary>True once the native library answered in this process.</summary>
    public static bool IsLoaded { get; private set; }

    /// <summary>
    /// Starts loading libtorch on a background thread and returns at once; a second call does nothing. A failure is not reported here
    /// but by the first use of a tensor.
    /// </summary>
    /// <param name="then">What that thread does once libtorch is there; null for nothing.</param>
    public static void Preload(Action? then = null)
    {
        lock (s_lock)
        {
            if (s_loader is not null)
                return;
            s_loader = new Thread(() => Load(then)) { IsBackground = true, Name = "libtorch" };
            s_loader.Start();
        }

        static void Load(Action? then)
        {
            try
            {
                EnsureLoaded();
                then?.Invoke();
            }
            catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
            {
                // The first use of a tensor meets the same error on a thread that can report it.
            }
        }
    }

    /// <summary>Loads libtorch now. Throws <see cref="DllNotFoundException"/> with what to do where it is not set up.</summary>
    public static unsafe void EnsureLoaded()
    {
        int count;
        NativeMethods.Check(NativeMethods.ph_threads(0, 0, &count), "loading libtorch");
        IsLoaded = true;
    }

    /// <summary>
    /// The folder with libpluginhost_core.so: PLUGINHOST_NATIVE where set, else artifacts/native/current found by walking up from the
    /// program's folder; null where there is none.
    /// </summary>
    public static string? FindFolder()
    {
        if (Environment.GetEnvironmentVariable("PLUGINHOST_NATIVE") is { Length: > 0 } chosen)
            return chosen;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "artifacts", "native", "current");
            if (File.Exists(Path.Combine(candidate, "libpluginhost_core.so")))
                return candidate;
        }
        return null;
    }
}
