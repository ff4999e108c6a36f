// docs/verifying.md names what is checked of each kind, in the words that the command uses.
using PluginHost.App;
using PluginHost.Conformance;
using Xunit;

namespace PluginHost.Tests.Docs;

public sealed class VerifyingPageTests
{
    [Fact]
    public void The_page_names_every_check_of_every_kind()
    {
        var rows = File.ReadAllLines(Path.Join(SharedData.Checkout, "docs", "verifying.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split(" | ")).Skip(1).ToList();
        foreach (var kind in Enum.GetValues<Kind>())
        {
            var row = rows.Single(row => row[0].TrimStart('|', ' ').Split(", ").Contains(PluginText.KindName(kind)));
            var named = row[1].TrimEnd('|', ' ').Split("; ");
            foreach (var (check, _) in ContractChecks.Of(kind).Skip(1)) Assert.Contains(check, named);
        }

        Assert.Equal(Enum.GetValues<Kind>().Sum(kind => ContractChecks.Of(kind).Count() - 1), rows.Sum(row => row[1].Split("; ").Length));
    }
}
