// Rules that span several options.
namespace PluginHost;

/// <summary>Implemented by an options record with rules that span several options.</summary>
public interface IOptionsWithRules
{
    /// <summary>One sentence, without a full stop, for each rule that is broken.</summary>
    IEnumerable<string> Check();
}
