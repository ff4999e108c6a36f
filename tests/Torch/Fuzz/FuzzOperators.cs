// Which operators are fuzzed: all, apart from those that have a reason here.
using TorchSharp;

namespace PluginHost.Tests.Torch;

/// <summary>The operators that libtorch has, in a fixed order.</summary>
internal static class FuzzOperators
{
    /// <summary>Operators that are left out: they change the process and not only their arguments.</summary>
    public static readonly IReadOnlyDictionary<string, string> Exceptions = new Dictionary<string, string>
    {
    };

    /// <param name="only">Only operators whose name contains this; null for all.</param>
    public static IReadOnlyList<FuzzSchema> All(string? only = null) =>
        [.. Capabilities.OperatorNames().Where(name => !Exceptions.ContainsKey(name) && (only is null || name.Contains(only, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal).Select(Capabilities.Schema).OfType<string>().Select(FuzzSchema.Parse)];
}
