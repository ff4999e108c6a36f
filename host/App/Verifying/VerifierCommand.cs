// pluginhost verifier REQUEST: the process in which a plugin is verified. Started by `pluginhost plugins verify`, not by a person.
using System.Text.Json.Nodes;
using PluginHost.Conformance;
using PluginHost.Engine;
using PluginHost.Loading;

namespace PluginHost.App;

/// <summary>
/// Makes the checks of a plugin, one after the other, and writes a line before and after each, so that whoever started it knows which one it was
/// that never came back. The lines go to what was the standard output; what the plugin prints goes to a log.
/// </summary>
internal static class VerifierCommand
{
    /// <summary>The check that every plugin begins with.</summary>
    public const string Loads = "it loads and registers what it announces";

    /// <summary>Makes the checks. Does not return: destructors of native libraries are no part of a verification.</summary>
    public static int Execute(string text)
    {
        var request = VerifyRequest.Parse(text);
        var voice = Posix.Duplicate(1);
        Posix.RedirectOutput(request.Log);
        // Whoever started this may look where it hangs.
        Posix.AllowInspection();
        EndWithParent();
        RunThread.Prepare();
        TorchSharp.Native.Preload();
        try
        {
            RunThread.Execute(() =>
            {
                Verify(request, line => Say(voice, line));
                return Task.FromResult(0);
            });
            Say(voice, new JsonObject { ["done"] = true });
        }
        catch (Exception fault)
        {
            // No check's, whose exceptions are results: libtorch is not there, a folder cannot be written.
            Say(voice, new JsonObject { ["fault"] = Faults.Describe(fault, debug: false) });
        }

        Posix.Exit(0);
        return 0;
    }

    private static void Verify(VerifyRequest request, Action<JsonObject> say)
    {
        // The models are small: more threads would only wait for each other.
        TorchSharp.torch.set_num_threads(1);
        var title = $"plugin \"{request.Plugin}\"";
        say(new JsonObject { ["begin"] = 0 });
        PluginCatalog catalog;
        ConformanceSuite suite;
        List<PlannedCheck> plan;
        try
        {
            catalog = new PluginCatalog(request.Options(Checkout.Find()));
            catalog.Preload([request.Plugin]);
            suite = new ConformanceSuite(catalog, catalog.EntryPoint);
            plan = request.Component is null ? [.. suite.Plan(request.Plugin)]
                : [.. catalog.Entries.Where(entry => entry.Plugin == request.Plugin && entry.Name == request.Component).SelectMany(suite.Plan)];
        }
        catch (PluginHostException refused)
        {
            say(End(0, new CheckResult(title, Loads, Conformance.Verdict.Broken, refused.Message)));
            return;
        }
        catch (Exception fault)
        {
            say(End(0, new CheckResult(title, Loads, Conformance.Verdict.Broken, $"What it says about its verification (IVerifiable.Verify) should be told without a fault, and it threw {fault.GetType().Name}: {fault.Message}")));
            return;
        }

        using var owner = suite;
        say(new JsonObject { ["plan"] = new JsonArray([.. plan.Select(check => new JsonArray(check.Component, check.Check))]) });
        say(End(0, new CheckResult(title, Loads, Conformance.Verdict.Holds, "")));
        // The check of loading comes first in the plan as others see it.
        for (var i = Math.Max(1, request.From); i <= plan.Count; i++)
        {
            say(new JsonObject { ["begin"] = i });
            say(End(i, plan[i - 1].Run()));
        }
    }

    private static JsonObject End(int index, CheckResult result) => new() { ["end"] = index, ["verdict"] = (int)result.Verdict, ["sentence"] = result.Sentence };

    private static void Say(int voice, JsonObject line)
    {
        // Nobody listens any more.
        if (!Posix.WriteText(voice, line.ToJsonString() + "\n")) Posix.Exit(1);
    }

    // The other end of the standard input is closed when whoever started this is gone, however it went.
    private static void EndWithParent() => new Thread(() =>
    {
        Posix.ReadText(0);
        Posix.Exit(1);
    })
    { IsBackground = true, Name = "parent" }.Start();
}
