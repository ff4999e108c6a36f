// One check that is to be made.
namespace PluginHost.Conformance;

/// <summary>One check that is to be made.</summary>
/// <param name="Component">What is checked, as in <c>adapter "lora"</c>.</param>
/// <param name="Check">What is checked about it.</param>
/// <param name="Body">Makes the check: it returns a remark or null, and throws where the check does not hold.</param>
public sealed record PlannedCheck(string Component, string Check, Func<string?> Body)
{
    /// <summary>Makes the check; whatever it throws becomes the result.</summary>
    public CheckResult Run()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        try
        {
            TorchSharp.torch.manual_seed(0);
            return new CheckResult(Component, Check, Verdict.Holds, Body() ?? "");
        }
        catch (InapplicableException reason)
        {
            return new CheckResult(Component, Check, Verdict.NotApplicable, reason.Message);
        }
        catch (ViolationException violation)
        {
            return new CheckResult(Component, Check, Verdict.Broken, violation.Message);
        }
        catch (Exception fault)
        {
            return new CheckResult(Component, Check, Verdict.Broken, $"It threw {Expect.Describe(fault)}");
        }
    }
}
