// Where plugins are looked for, and where the host keeps what it knows about them.
namespace PluginHost.Loading;

/// <summary>Where plugins are looked for, and where the host keeps what it knows about them.</summary>
public sealed record CatalogOptions
{
    /// <summary>The environment variable with more folders, separated as in <c>PATH</c>.</summary>
    public const string FoldersVariable = "PLUGINHOST_PLUGINS";

    /// <summary>The environment variable with the host's own folder, where it is not to be the one in the checkout.</summary>
    public const string StateVariable = "PLUGINHOST_STATE";

    /// <summary>
    /// Folders with one folder a plugin, made by the host's own build. Their plugins are trusted where they are as the build's entry beside each
    /// folder says (<c>NAME.sha256</c>).
    /// </summary>
    public required IReadOnlyList<string> BuiltInFolders { get; init; }

    /// <summary>Folders of strangers' plugins: each is a plugin's folder, or holds one folder a plugin. Those that do not exist are passed over.</summary>
    public IReadOnlyList<string> OtherFolders { get; init; } = [];

    /// <summary>A folder of the host's own, for the copies that are loaded and for what is remembered between starts.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The record of what is trusted; <c>plugins.lock.json</c> in <see cref="StateDirectory"/> unless it is given.</summary>
    public string LockFile { get => field ?? Path.Join(StateDirectory, "plugins.lock.json"); init; }

    /// <summary>
    /// The folders of a checkout: built-in plugins in <c>plugins</c> below <paramref name="artifacts"/>, state in <c>state</c> there or where <c>PLUGINHOST_STATE</c> says; a
    /// stranger's in the user's data folder (<c>~/.local/share/pluginhost/plugins</c>, which a clean build leaves alone), in <c>plugins</c> below
    /// <c>PLUGINHOST_STATE</c> where that is set, and in those folders that <c>PLUGINHOST_PLUGINS</c> names. <c>dotnet build</c> of a plugin's project
    /// puts it there: <c>host/Sdk/Package/PluginHost.Sdk.targets</c>.
    /// </summary>
    /// <param name="artifacts">The folder that the build writes to.</param>
    public static CatalogOptions For(string artifacts)
    {
        ArgumentException.ThrowIfNullOrEmpty(artifacts);
        var named = (Environment.GetEnvironmentVariable(FoldersVariable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (Environment.GetEnvironmentVariable(StateVariable) is { Length: > 0 } state) named = [.. named, Path.Join(Path.GetFullPath(state), "plugins")];
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return new CatalogOptions
        {
            BuiltInFolders = [Path.Join(artifacts, "plugins")],
            OtherFolders = data.Length > 0 ? [.. named, Path.Join(data, "pluginhost", "plugins")] : named,
            StateDirectory = StateOf(artifacts),
        };
    }

    /// <summary>What the host remembers between starts: <c>PLUGINHOST_STATE</c>, else <c>state</c> below <paramref name="artifacts"/>.</summary>
    /// <param name="artifacts">The folder that the build writes to.</param>
    public static string StateOf(string artifacts) =>
        Environment.GetEnvironmentVariable(StateVariable) is { Length: > 0 } chosen ? Path.GetFullPath(chosen) : Path.Join(artifacts, "state");
}
