// What a check comes to.
namespace PluginHost.Conformance;

/// <summary>What a check comes to.</summary>
public enum Verdict
{
    /// <summary>What the contract promises was seen.</summary>
    Holds,

    /// <summary>Something else was seen.</summary>
    Broken,

    /// <summary>There was nothing to see: the component does not promise it, or has no such part.</summary>
    NotApplicable,
}
