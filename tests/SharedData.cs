// Reference data that lies beside the checkout, where it is there.
using Xunit;

namespace PluginHost.Tests;

/// <summary>Finds files under ../shared of the checkout; a test that needs one is skipped with a word where it is absent.</summary>
public static class SharedData
{
    /// <summary>The checkout that this test program was built from.</summary>
    public static string Checkout { get; } = FindCheckout();

    /// <summary>The path of a file or folder under ../shared.</summary>
    public static string PathOrSkip(string relative)
    {
        var path = Path.GetFullPath(Path.Combine(Checkout, "..", "shared", relative));
        if (!File.Exists(path) && !Directory.Exists(path))
            Assert.Skip($"../shared/{relative} is not beside this checkout.");
        return path;
    }

    private static string FindCheckout()
    {
        if (Environment.GetEnvironmentVariable("PLUGINHOST_HOME") is { Length: > 0 } home)
            return home;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "PluginHost.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"PluginHost.sln is in no folder above {AppContext.BaseDirectory}; set PLUGINHOST_HOME to the checkout.");
    }
}
