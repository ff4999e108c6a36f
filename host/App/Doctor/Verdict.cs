// What the doctor thinks of something.
namespace PluginHost.App;

/// <summary>What the doctor thinks of something, from good to bad.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Runs work, but slower or smaller than they could.</summary>
    Better,

    /// <summary>No run can work.</summary>
    Wrong,
}
