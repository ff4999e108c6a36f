// The version of the contract that plugins are written against.
namespace PluginHost;

/// <summary>
/// The version of the contract between host and plugins, which <see cref="PluginAttribute.Sdk"/> is compared with. A change that breaks a
/// compiled plugin raises the major number, an addition the minor one.
/// </summary>
public static class SdkVersion
{
    /// <summary>A plugin of another major version is refused.</summary>
    public const int Major = 1;

    /// <summary>A plugin that wants a newer minor version is refused: it may use what this host does not have.</summary>
    public const int Minor = 0;
}
