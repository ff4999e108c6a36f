// pluginhost doctor: what this machine has for a run, and what to do where it is wrong.
using System.Text.Json.Nodes;
using Spectre.Console;

namespace PluginHost.App;

/// <summary>The doctor command.</summary>
/// <param name="checkout">Where things are.</param>
/// <param name="runs">The folder of the runs.</param>
/// <param name="json">Whether to print JSON.</param>
internal sealed class DoctorCommand(Checkout checkout, string runs, bool json)
{
    /// <summary>Looks, and says what it saw.</summary>
    /// <returns>0, or 3 when a run cannot work.</returns>
    public int Execute()
    {
        var findings = Examine().ToList();
        if (json) Console.Out.WriteLine(Tree(findings).ToJsonString());
        else Draw(findings);
        return findings.Exists(finding => finding.Verdict == Verdict.Wrong) ? 3 : 0;
    }

    private IEnumerable<Finding> Examine()
    {
        foreach (var finding in TorchFindings.Examine(checkout)) yield return finding;
        foreach (var finding in MachineFindings.Examine(checkout, runs)) yield return finding;
        foreach (var finding in PluginFindings.Examine(checkout)) yield return finding;
    }

    private static JsonObject Tree(List<Finding> findings) => new()
    {
        ["status"] = findings.Max(finding => finding.Verdict).ToString().ToLowerInvariant(),
        ["findings"] = new JsonArray([.. findings.Select(finding => new JsonObject
        {
            ["subject"] = finding.Subject,
            ["verdict"] = finding.Verdict.ToString().ToLowerInvariant(),
            ["value"] = finding.Value,
            ["advice"] = finding.Advice,
        })]),
    };

    private static void Draw(List<Finding> findings)
    {
        var console = Screen.Output();
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var finding in findings)
        {
            var (mark, colour) = finding.Verdict switch
            {
                Verdict.Good => ("ok", Color.Green),
                Verdict.Better => ("could be better", Color.Yellow),
                _ => ("wrong", Color.Red),
            };
            grid.AddRow(new Text(finding.Subject, new Style(decoration: Decoration.Bold)), new Text(mark, new Style(colour)), new Text(finding.Value));
            if (finding.Advice is { } advice) grid.AddRow(new Text(""), new Text(""), new Text("→ " + advice, new Style(colour)));
        }

        console.Write(grid);
    }
}
