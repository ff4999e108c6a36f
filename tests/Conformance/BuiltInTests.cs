// Every built-in component passes the suite that strangers' plugins are held to.
using PluginHost.Conformance;
using Xunit;

namespace PluginHost.Tests.Conformance;

public sealed class BuiltInTests
{
    public static TheoryData<string, string> Components => new(BuiltIns.Catalog.Entries.Select(entry => (entry.Kind.ToString(), entry.Name)));

    [Theory]
    [MemberData(nameof(Components))]
    public void A_built_in_component_passes_the_suite(string kind, string name)
    {
        var results = BuiltIns.Suite.Plan(BuiltIns.Catalog.Entries.Single(entry => entry.Kind.ToString() == kind && entry.Name == name)).Select(check => check.Run()).ToList();
        var broken = results.Where(result => result.Verdict == Verdict.Broken).Select(result => $"{result.Component}: {result.Check}: {result.Sentence}").ToList();
        Assert.True(broken.Count == 0, string.Join("\n", broken));
        // At least its options were looked at, and something of its kind.
        Assert.True(results.Count(result => result.Verdict == Verdict.Holds) >= 2, string.Join("\n", results));
    }
}
