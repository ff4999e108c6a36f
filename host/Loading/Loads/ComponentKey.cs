// What a component is looked up by.
using System.Globalization;

namespace PluginHost.Loading.Loads;

/// <summary>
/// What a component is looked up by: a text, because a dictionary of texts is compiled ahead of time with the framework, and one of
/// (kind, name) pairs costs the just-in-time compiler five milliseconds of every start.
/// </summary>
internal static class ComponentKey
{
    /// <summary>The key of a kind and a name.</summary>
    public static string Of(Kind kind, string name) => ((int)kind).ToString(CultureInfo.InvariantCulture) + " " + name;
}
