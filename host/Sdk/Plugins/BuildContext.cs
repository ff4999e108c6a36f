// What every factory of a component is given.
namespace PluginHost;

/// <summary>What the host gives every factory. Each kind that needs more has a context of its own that derives from this one.</summary>
public class BuildContext
{
    /// <summary>A seed for this component: derived from the run's seed and the component's name, the same at every start.</summary>
    public long Seed { get; init; }

    /// <summary>Where relative paths in options are resolved: the folder that the run was started from.</summary>
    public string BaseDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>Tells the person who watches the run something that is not an error. One sentence.</summary>
    public Action<string> Warn { get; init; } = _ => { };

    /// <summary>An absolute path for one that an option gave; <c>~</c> stands for the home folder.</summary>
    /// <param name="path">Absolute, or relative to <see cref="BaseDirectory"/>.</param>
    public string ResolvePath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
            path = Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[1..]);
        return Path.GetFullPath(path, BaseDirectory);
    }
}
